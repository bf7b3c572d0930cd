import { httpStatusOf } from '@apiscope/core/errors';
import { replayMarker } from '@apiscope/core/replay/build-request';
import { readRequestId, readTraceId } from '@apiscope/core/request-id';
import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from './app-env.ts';

import { toAppError } from './to-app-error.ts';

/** Gives a request its id and logger, and writes its one line when it is answered. */
export function observeRequest({ clock, newId, log }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = clock.monotonic();
    const requestId = readRequestId(c.req.header('x-request-id')) ?? newId();
    c.set('requestId', requestId);
    c.set('traceId', readTraceId(c.req.header('traceparent')));
    c.set(
      'log',
      log.child({
        requestId,
        ...(c.var.traceId && { traceId: c.var.traceId }),
        ...(!isRecorded(c) && { recorded: false }),
      }),
    );
    await next();
    c.res.headers.set('x-request-id', requestId);
    writeLine(c, clock.monotonic() - startedAt);
  };
}

/**
 * Whether the line of a request becomes a log. What Apiscope's own screens ask for does not, nor does the taking in of logs:
 * each would call for the next, for ever.
 */
function isRecorded(c: AppContext): boolean {
  return c.req.path.startsWith('/api/') || c.req.path === '/error';
}

function writeLine(c: AppContext, elapsed: number): void {
  const replay = c.req.header(replayMarker);
  const line = {
    method: c.req.method,
    route: c.var.route ?? 'unmatched',
    path: c.req.path,
    status: c.res.status,
    ms: Math.round(elapsed * 100) / 100,
    actor: c.var.actor?.name ?? null,
    // So that replays are told from what clients asked.
    ...(replay !== undefined && { replay: replay.slice(0, 100) }),
  };
  const message = `${line.method} ${line.path} ${line.status}`;
  if (c.error === undefined) {
    c.var.log.info(line, message);
    return;
  }
  const { code, cause } = toAppError(c.error);
  if (httpStatusOf[code] >= 500) c.var.log.error({ ...line, code, err: cause }, message);
  else c.var.log.info({ ...line, code }, message);
}
