import { Hono } from 'hono';
import { identifyCaller } from './access/identify-caller.ts';
import { limitFailures } from './access/limit-failures.ts';
import { limitRate } from './access/limit-rate.ts';
import { tellLimit } from './access/tell-limit.ts';
import { capture } from './capture/capture.ts';
import type { Deps } from './deps.ts';
import { serveExports } from './export/serve-exports.ts';
import { servePrometheus } from './health/exposition/serve-prometheus.ts';
import { answerNotFound, refuseOtherMethods } from './http/answer-unmatched.ts';
import { answerWhileSending } from './http/answer-while-sending.ts';
import type { AppEnv } from './http/app-env.ts';
import { boundWaiting } from './http/bound-waiting.ts';
import { failureResponse } from './http/envelope.ts';
import { guardOrigin } from './http/guard-origin.ts';
import { observeRequest } from './http/observe-request.ts';
import { refuseReplayed } from './http/refuse-replayed.ts';
import { secureHeaders } from './http/secure-headers.ts';
import { serveRest } from './http/serve-rest.ts';
import { servedPaths } from './http/served-paths.ts';
import { shareOrigins } from './http/share-origins.ts';
import { toAppError } from './http/to-app-error.ts';
import { countAnswers } from './ingest/count-answers.ts';
import { serveLogStream } from './logs/serve-log-stream.ts';
import { serveMcp } from './mcp/serve-mcp.ts';
import { serveReference } from './openapi/serve-reference.ts';
import { answerOtlpFailure, serveOtlp } from './otlp/serve-otlp.ts';
import { serveStreams } from './stream/serve-streams.ts';
import { serveTrpc } from './trpc/serve-trpc.ts';

export type App = Hono<AppEnv>;

/** Every door of the API in one fetch handler, in the order in which a request passes. */
export function createApp(deps: Deps): App {
  const app = new Hono<AppEnv>();
  app.use(observeRequest(deps));
  app.use(secureHeaders(deps));
  app.use(shareOrigins(deps));
  app.use(guardOrigin(deps));
  app.use(tellLimit);
  app.use(boundWaiting);
  app.use(countAnswers(deps));
  app.use(limitFailures(deps));
  app.use(identifyCaller(deps));
  app.use(limitRate(deps));
  app.use(refuseReplayed);
  app.use('/api/v1/*', ...capture(deps));

  serveReference(app, { version: deps.settings.programVersion });
  servePrometheus(app, deps);
  serveStreams(app, deps);
  serveExports(app, deps);
  serveTrpc(app, deps);
  serveLogStream(app, deps);
  serveOtlp(app, deps);
  serveMcp(app, deps);
  serveRest(app, deps);
  app.get('/error', () => {
    throw new Error('thrown on purpose');
  });

  refuseOtherMethods(app, servedPaths());
  app.notFound(answerNotFound);
  app.onError((error, c) => {
    const failure = toAppError(error);
    const answer = answerOtlpFailure(c, failure) ?? failureResponse(failure);
    return c.var.unread ? answerWhileSending(answer, c.var.unread) : answer;
  });
  return app;
}
