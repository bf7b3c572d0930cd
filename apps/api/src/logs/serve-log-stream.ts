import { AppError } from '@apiscope/core/errors';
import { badParameters } from '@apiscope/core/search/parse';
import type { Hono } from 'hono';
import { requireAccess } from '../access/require-access.ts';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/app-env.ts';
import { successResponse } from '../http/envelope.ts';
import { openBody } from '../http/open-body.ts';
import { isNdjson, ndjsonLimits } from './ndjson.ts';
import { storeLogStream } from './store-log-stream.ts';

/** Streams read at a time; each holds two chunks and a line. */
const maxStreams = 32;
/** Seconds after which a stream that found no place may come again. */
const retryAfter = 5;

/** Serves `POST /logs` where the body is one log a line, which a procedure could not read piece by piece. */
export function serveLogStream(app: Hono<AppEnv>, deps: Deps): void {
  let streams = 0;
  app.post('/logs', async (c, next) => {
    if (!isNdjson(c.req.header('content-type'))) return next();
    c.set('route', '/logs');
    requireAccess(c.var.actor, 'ingest');
    const unknown = [...new URL(c.req.url).searchParams.keys()];
    if (unknown.length > 0)
      throw badParameters(unknown.map((path) => ({ path, message: 'unknown parameter' })));
    const body = openBody(c.req.raw, {
      maxBytes: ndjsonLimits.body,
      hold: (bytes) => deps.ingested.addBytes('log_stream', bytes),
    });
    c.set('unread', body);
    if (streams >= maxStreams)
      throw new AppError('TOO_MANY_REQUESTS', `${maxStreams} streams of logs are coming in already`, {
        retryAfter,
      });
    streams += 1;
    const { actor } = c.var;
    const permit = deps.watchCaller({ actor, headers: c.req.raw.headers }, 'ingest');
    try {
      const stopping = AbortSignal.any([deps.stopping, permit.signal]);
      const answer = await storeLogStream({ ...deps, stopping }, body.pieces, actor);
      return successResponse(answer, { status: 201 });
    } finally {
      permit.stop();
      streams -= 1;
    }
  });
}
