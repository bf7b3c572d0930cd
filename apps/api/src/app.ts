import { Hono } from 'hono';
import { capture } from './capture/capture.ts';
import type { Deps } from './deps.ts';
import { serveExports } from './export/serve-exports.ts';
import { answerNotFound, refuseOtherMethods } from './http/answer-unmatched.ts';
import { answerWhileSending } from './http/answer-while-sending.ts';
import type { AppEnv } from './http/app-env.ts';
import { failureResponse } from './http/envelope.ts';
import { guardOrigin } from './http/guard-origin.ts';
import { observeRequest } from './http/observe-request.ts';
import { refuseReplayed } from './http/refuse-replayed.ts';
import { secureHeaders } from './http/secure-headers.ts';
import { serveRest } from './http/serve-rest.ts';
import { servedPaths } from './http/served-paths.ts';
import { toAppError } from './http/to-app-error.ts';
import { serveLogStream } from './logs/serve-log-stream.ts';
import { serveReference } from './openapi/serve-reference.ts';
import { serveStreams } from './stream/serve-streams.ts';
import { serveTrpc } from './trpc/serve-trpc.ts';

export type App = Hono<AppEnv>;

/** Every door of the API in one fetch handler, in the order in which a request passes. */
export function createApp(deps: Deps): App {
  const app = new Hono<AppEnv>();
  app.use(observeRequest(deps));
  app.use(secureHeaders);
  app.use(guardOrigin);
  app.use(refuseReplayed);
  app.use('/api/v1/*', ...capture(deps));

  serveReference(app, { version: deps.settings.programVersion });
  serveStreams(app, deps);
  serveExports(app, deps);
  serveTrpc(app, deps);
  serveLogStream(app, deps);
  serveRest(app, deps);
  app.get('/error', () => {
    throw new Error('thrown on purpose');
  });

  refuseOtherMethods(app, servedPaths());
  app.notFound(answerNotFound);
  app.onError((error, c) => {
    const answer = failureResponse(toAppError(error));
    return c.var.unread ? answerWhileSending(answer, c.var.unread) : answer;
  });
  return app;
}
