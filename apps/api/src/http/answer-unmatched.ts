import { AppError } from '@apiscope/core/errors';
import type { Hono } from 'hono';
import type { AppContext, AppEnv } from './app-env.ts';
import { failureResponse } from './envelope.ts';
import { honoPath } from './serve-rest.ts';

/** A path that is served, with the methods it is served for. */
export type ServedPath = { template: string; methods: string[] };

/** Refuses the other methods of every served path with 405 and `Allow`; to be registered after the routes themselves. */
export function refuseOtherMethods(app: Hono<AppEnv>, paths: readonly ServedPath[]): void {
  for (const { template, methods } of paths) {
    const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    app.all(honoPath(template), (c) => refuseMethod(c, allowed));
  }
}

/** Answers a method that a path is not served for: 405, and `Allow` with those it is. */
export function refuseMethod(c: AppContext, allowed: readonly string[]): Response {
  const response = failureResponse(
    new AppError('METHOD_NOT_SUPPORTED', `${c.req.method} is not served here; ${allowed.join(', ')} is`),
  );
  response.headers.set('allow', allowed.join(', '));
  return response;
}

/** Answers a path that nothing serves. */
export function answerNotFound(c: AppContext): Response {
  return failureResponse(new AppError('NOT_FOUND', `nothing is served at ${c.req.path}`));
}
