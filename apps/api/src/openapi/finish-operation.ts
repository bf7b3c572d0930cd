import { hasOwnMetadata } from '../http/envelope.ts';
import type { RestRoute } from '../http/list-rest-routes.ts';
import type { Access } from '../trpc/meta.ts';
import { describeParameters } from './describe-parameters.ts';
import type { JsonSchema, OperationObject, ResponseObject } from './document.ts';
import { sayAccess } from './say-access.ts';

const nothing: JsonSchema = { type: 'null' };

/** What each failure means, of those that any route may answer. */
const failures: Record<string, string> = {
  400: 'A parameter is unknown, malformed or out of bounds; `issues` names each',
  401: 'No key and no session, or one that is not taken',
  403: 'The scope is missing, or a key is of another service; asked under a foreign host name, or by a page of another origin; or what is asked for is never done, and the message says why',
  404: 'There is no such row',
  409: 'It clashes with what is there already',
  413: 'The body is too large',
  415: 'The body is not application/json, or encoded otherwise than by gzip',
  429: 'Asked too often, or the intake is full; see Retry-After and the RateLimit fields',
  500: 'Something went wrong that is not the caller’s fault',
  503: 'The database cannot be reached; see Retry-After',
};

/**
 * Makes an operation say what the REST door takes and answers: words of parameters, status of success, envelope, and failures. Where it `tellsFailures` those that it
 * has stay; the generator's own never do.
 */
export function finishOperation(
  operation: OperationObject,
  { route, access, tellsFailures }: { route: RestRoute | undefined; access: Access; tellsFailures: boolean },
): void {
  sayAccess(operation, access);
  if (route) describeParameters(operation, route);
  const all = Object.entries(operation.responses);
  const success = all.filter(([status]) => status.startsWith('2'));
  const told = tellsFailures ? all.filter(([status]) => !status.startsWith('2')) : [];
  const answers = Object.fromEntries(
    success.map(([status, response]) => [
      route ? String(route.successStatus) : status,
      route ? inEnvelope(response, hasOwnMetadata(route.output)) : response,
    ]),
  );
  const statuses = [
    '400',
    ...(access === 'public' ? [] : ['401']),
    '403',
    ...(hasPathParameter(route) || route?.mayMiss ? ['404'] : []),
    ...(route?.mayConflict ? ['409'] : []),
    ...bodyFailures(route),
    '429',
    '500',
    '503',
  ];
  operation.responses = {
    ...answers,
    ...Object.fromEntries(statuses.map((status) => [status, failure(status)])),
    ...Object.fromEntries(told),
  };
}

function inEnvelope(response: ResponseObject, ownMetadata: boolean): ResponseObject {
  const schema = response.content?.['application/json']?.schema;
  if (!schema) return response;
  const inner: Record<string, JsonSchema> = ownMetadata
    ? { ...schema.properties }
    : { data: schema, metadata: nothing };
  const properties = { ...inner, error: nothing };
  return {
    ...response,
    content: {
      'application/json': { schema: { type: 'object', properties, required: ['data', 'error', 'metadata'] } },
    },
  };
}

function hasPathParameter(route: RestRoute | undefined): boolean {
  return route?.template.includes('{') ?? false;
}

function bodyFailures(route: RestRoute | undefined): string[] {
  return route && route.method !== 'GET' && route.method !== 'DELETE' ? ['413', '415'] : [];
}

function failure(status: string): ResponseObject {
  return {
    description: failures[status]!,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorEnvelope' } } },
  };
}
