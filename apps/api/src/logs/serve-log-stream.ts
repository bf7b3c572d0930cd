import { badParameters } from '@apiscope/core/search/parse';
import type { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/app-env.ts';
import { successResponse } from '../http/envelope.ts';
import { openBody } from '../http/open-body.ts';
import { isNdjson, ndjsonLimits } from './ndjson.ts';
import { storeLogStream } from './store-log-stream.ts';

/** Serves `POST /logs` where the body is one log a line, which a procedure could not read piece by piece. */
export function serveLogStream(app: Hono<AppEnv>, deps: Deps): void {
  app.post('/logs', async (c, next) => {
    if (!isNdjson(c.req.header('content-type'))) return next();
    c.set('route', '/logs');
    const unknown = [...new URL(c.req.url).searchParams.keys()];
    if (unknown.length > 0)
      throw badParameters(unknown.map((path) => ({ path, message: 'unknown parameter' })));
    const body = openBody(c.req.raw, { maxBytes: ndjsonLimits.body });
    c.set('unread', body);
    const result = await storeLogStream(deps, body.pieces);
    return successResponse(result, { status: 201 });
  });
}
