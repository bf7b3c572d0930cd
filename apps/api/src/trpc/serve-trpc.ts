import { AppError } from '@apiscope/core/errors';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Hono } from 'hono';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from '../http/app-env.ts';
import { listRestRoutes, type RestRoute } from '../http/list-rest-routes.ts';
import { type OpenBody, openBody } from '../http/open-body.ts';
import { defaultMaxBody } from '../http/read-json-body.ts';
import { toAppError } from '../http/to-app-error.ts';
import { takeIn } from '../ingest/take-in.ts';
import { appRouter } from '../router.ts';
import { endHint } from '../stream/sse-response.ts';
import { bufferCall } from './buffer-call.ts';
import { calledProcedures, maxCalls } from './called-procedures.ts';
import { createContext } from './create-context.ts';

/** Serves the router over tRPC: queries and mutations, batched or not, and subscriptions as server-sent events. */
export function serveTrpc(app: Hono<AppEnv>, deps: Deps): void {
  app.all('/trpc/*', async (c) => {
    c.set('route', '/trpc/{procedure}');
    const names = calledProcedures(c.req.url);
    if (names.length > maxCalls)
      throw new AppError('BAD_REQUEST', `a batch may hold ${maxCalls} calls, not ${names.length}`);
    if (c.req.method !== 'POST') return answerCalls(app, deps, { c, request: c.req.raw });
    const routes = allowedRoutes(names, c.var.actor);
    const limit = { maxBytes: Math.max(defaultMaxBody, ...routes.map(({ body }) => body.maxBytes)) };
    const answer = async (open: () => OpenBody) =>
      answerCalls(app, deps, { c, request: await bufferCall(c.req.raw, open()) });
    return routes.some(({ intake }) => intake)
      ? takeIn(deps, { c, limit }, answer)
      : answer(() => openBody(c.req.raw, limit));
  });
}

async function answerCalls(
  app: Hono<AppEnv>,
  deps: Deps,
  { c, request }: { c: AppContext; request: Request },
): Promise<Response> {
  const { log } = c.var;
  const context = createContext(app, deps, c);
  const answer = await fetchRequestHandler({
    endpoint: '/trpc',
    req: request,
    router: appRouter,
    createContext: () => context,
    onError: ({ error, path }) => {
      const { code, cause } = toAppError(error);
      if (code === 'INTERNAL_SERVER_ERROR') log.error({ procedure: path, err: cause }, 'procedure failed');
    },
    responseMeta: ({ errors }) => {
      const retryAfter = errors
        .map((error) => toAppError(error).retryAfter)
        .find((after) => after !== undefined);
      const headers = new Headers(context.answer);
      if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
      return { headers };
    },
  });
  return hintAtEnd(answer, deps.stopping);
}

/** Puts a hint to come again at the end of an event stream that ends with the process. */
function hintAtEnd(answer: Response, stopping: AbortSignal): Response {
  const isEvents = answer.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isEvents || answer.body === null) return answer;
  const hint = new TransformStream<Uint8Array, Uint8Array>({
    flush(controller) {
      if (stopping.aborted) controller.enqueue(endHint);
    },
  });
  return new Response(answer.body.pipeThrough(hint), answer);
}

const routesByProcedure = new Map(listRestRoutes(appRouter).map((route) => [route.procedure, route]));

/** What REST knows of the procedures that are called, those that the caller may call: nobody else has much to send. */
function allowedRoutes(names: readonly string[], { scopes }: Actor): RestRoute[] {
  return names
    .flatMap((name) => routesByProcedure.get(name) ?? [])
    .filter(({ access }) => access === 'public' || scopes.has(access));
}
