import { AppError } from '@apiscope/core/errors';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/app-env.ts';
import { toAppError } from '../http/to-app-error.ts';
import { appRouter } from '../router.ts';
import { maxBatchBody } from './meta.ts';

/** Serves the router over tRPC: queries and mutations, batched or not, and subscriptions as server-sent events. */
export function serveTrpc(app: Hono<AppEnv>, deps: Deps): void {
  const own = async (request: Request) => app.fetch(request);
  const limit = bodyLimit({
    maxSize: maxBatchBody,
    onError: () => {
      throw new AppError('PAYLOAD_TOO_LARGE', `the body may be at most ${maxBatchBody} bytes`);
    },
  });
  app.all('/trpc/*', limit, (c) => {
    c.set('route', '/trpc/{procedure}');
    const { requestId, log } = c.var;
    return fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      createContext: () => ({ deps, own, requestId, log }),
      onError: ({ error, path }) => {
        const { code, cause } = toAppError(error);
        if (code === 'INTERNAL_SERVER_ERROR') log.error({ procedure: path, err: cause }, 'procedure failed');
      },
      responseMeta: ({ errors }) => {
        const retryAfter = errors
          .map((error) => toAppError(error).retryAfter)
          .find((after) => after !== undefined);
        return retryAfter === undefined
          ? {}
          : { headers: new Headers({ 'retry-after': String(retryAfter) }) };
      },
    });
  });
}
