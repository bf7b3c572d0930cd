import { AppError } from '@apiscope/core/errors';
import type { Hono } from 'hono';
import { requireAccess } from '../access/require-access.ts';
import type { Deps } from '../deps.ts';
import { takeIn } from '../ingest/take-in.ts';
import { appRouter } from '../router.ts';
import { createContext } from '../trpc/create-context.ts';
import { createCallerFactory } from '../trpc/init.ts';
import { procedureOf } from '../trpc/procedure-of.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import { decodeParameters, type Parameters } from './decode-parameters.ts';
import { hasOwnMetadata, successResponse } from './envelope.ts';
import { listRestRoutes, type RestRoute } from './list-rest-routes.ts';
import { type OpenBody, openBody } from './open-body.ts';
import { readJsonBody } from './read-json-body.ts';

const createCaller = createCallerFactory(appRouter);

/** Serves every procedure that declares a REST route: decodes, calls, wraps. Failures are thrown, for the app to answer. */
export function serveRest(app: Hono<AppEnv>, deps: Deps): void {
  for (const route of listRestRoutes(appRouter)) {
    const ownMetadata = hasOwnMetadata(route.output);
    app.on(route.method, honoPath(route.template), async (c) => {
      c.set('route', route.template);
      // Before its body is read: who may not call has nothing to send.
      requireAccess(c.var.actor, route.access);
      const context = createContext(app, deps, c);
      const caller = createCaller(context, { signal: c.req.raw.signal });
      const answer = async (open: () => OpenBody) => {
        const value = await procedureOf(caller, route.procedure)(await readInput(route, c, open));
        const response = successResponse(value, { status: route.successStatus, ownMetadata });
        for (const [name, header] of context.answer) response.headers.append(name, header);
        return response;
      };
      return route.intake
        ? await takeIn(deps, { c, limit: route.body }, answer)
        : await answer(() => openBody(c.req.raw, route.body));
    });
  }
}

/** The path of a template as Hono writes it: `/users/{id}` is `/users/:id`. */
export function honoPath(template: string): string {
  return template.replace(/\{(\w+)\}/g, ':$1');
}

async function readInput(route: RestRoute, c: AppContext, open: () => OpenBody): Promise<unknown> {
  const path = c.req.param();
  const query = new URL(c.req.url).searchParams;
  const parameters = decodeParameters(route.shape ?? {}, { path, query });
  if (route.method === 'GET' || route.method === 'DELETE') return parameters;
  const value = await readJsonBody(c.req.raw, { body: open(), limit: route.body });
  if (route.bodyField !== null) return withBodyAs(route.bodyField, { parameters, value });
  if (route.shape === null) {
    refuseAny([...query.keys()], 'unknown parameter');
    return value;
  }
  if (value === undefined) return parameters;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refusal([{ path: 'body', message: 'expected a JSON object' }]);
  refuseAny(
    Object.keys(path).filter((name) => Object.hasOwn(value, name)),
    'is given in the path',
  );
  refuseAny([...query.keys()], 'belongs into the body');
  return Object.assign(Object.create(null), value, parameters);
}

function withBodyAs(
  field: string,
  { parameters, value }: { parameters: Parameters; value: unknown },
): Parameters {
  if (Object.hasOwn(parameters, field)) throw refusal([{ path: field, message: 'is the body' }]);
  return Object.assign(Object.create(null), parameters, { [field]: value });
}

function refuseAny(names: string[], message: string): void {
  if (names.length > 0) throw refusal(names.map((path) => ({ path, message })));
}

function refusal(issues: { path: string; message: string }[]): AppError {
  return new AppError('BAD_REQUEST', issues.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    issues,
  });
}
