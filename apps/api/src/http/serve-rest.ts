import { AppError } from '@apiscope/core/errors';
import type { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { appRouter } from '../router.ts';
import { createCallerFactory } from '../trpc/init.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import { decodeParameters, type Parameters } from './decode-parameters.ts';
import { hasOwnMetadata, successResponse } from './envelope.ts';
import { listRestRoutes, type RestRoute } from './list-rest-routes.ts';
import { readJsonBody } from './read-json-body.ts';

type Call = (input: unknown) => Promise<unknown>;

const createCaller = createCallerFactory(appRouter);

/** Serves every procedure that declares a REST route: decodes, calls, wraps. Failures are thrown, for the app to answer. */
export function serveRest(app: Hono<AppEnv>, deps: Deps): void {
  const own = async (request: Request) => app.fetch(request);
  for (const route of listRestRoutes(appRouter)) {
    const ownMetadata = hasOwnMetadata(route.output);
    app.on(route.method, honoPath(route.template), async (c) => {
      c.set('route', route.template);
      const input = await readInput(route, c);
      const context = { deps, own, requestId: c.var.requestId, log: c.var.log };
      const caller = createCaller(context, { signal: c.req.raw.signal });
      const value = await procedureOf(caller, route.procedure)(input);
      return successResponse(value, { status: route.successStatus, ownMetadata });
    });
  }
}

/** The path of a template as Hono writes it: `/users/{id}` is `/users/:id`. */
export function honoPath(template: string): string {
  return template.replace(/\{(\w+)\}/g, ':$1');
}

function procedureOf(caller: object, name: string): Call {
  let at: unknown = caller;
  for (const step of name.split('.')) at = (at as Record<string, unknown>)[step];
  return at as Call;
}

async function readInput(route: RestRoute, c: AppContext): Promise<unknown> {
  const path = c.req.param();
  const query = new URL(c.req.url).searchParams;
  const parameters = decodeParameters(route.shape ?? {}, { path, query });
  if (route.method === 'GET' || route.method === 'DELETE') return parameters;
  const body = await readJsonBody(c.req.raw, route.body);
  if (route.bodyField !== null) return withBodyAs(route.bodyField, { parameters, body });
  if (route.shape === null) {
    refuseAny([...query.keys()], 'unknown parameter');
    return body;
  }
  if (body === undefined) return parameters;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw refusal([{ path: 'body', message: 'expected a JSON object' }]);
  refuseAny(
    Object.keys(path).filter((name) => Object.hasOwn(body, name)),
    'is given in the path',
  );
  refuseAny([...query.keys()], 'belongs into the body');
  return Object.assign(Object.create(null), body, parameters);
}

function withBodyAs(
  field: string,
  { parameters, body }: { parameters: Parameters; body: unknown },
): Parameters {
  if (Object.hasOwn(parameters, field)) throw refusal([{ path: field, message: 'is the body' }]);
  return Object.assign(Object.create(null), parameters, { [field]: body });
}

function refuseAny(names: string[], message: string): void {
  if (names.length > 0) throw refusal(names.map((path) => ({ path, message })));
}

function refusal(issues: { path: string; message: string }[]): AppError {
  return new AppError('BAD_REQUEST', issues.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    issues,
  });
}
