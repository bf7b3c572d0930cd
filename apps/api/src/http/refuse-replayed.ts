import { AppError } from '@apiscope/core/errors';
import { replayMarker } from '@apiscope/core/replay/build-request';
import { isSafeMethod, refuseEndpoint } from '@apiscope/core/replay/policy';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

/**
 * The other end of the guard of replay. A proxy may lead what looked harmless to a door that is never replayed, so marked requests
 * are judged by where they arrived. Of Apiscope only `/api/v1` is captured: a replay that would change anything else was made up.
 */
export const refuseReplayed: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { method, path } = c.req;
  if (c.req.raw.headers.has(replayMarker)) {
    const reason = refuseEndpoint({ method, path });
    if (reason !== null) throw new AppError('FORBIDDEN', reason);
    if (!isSafeMethod(method) && !path.startsWith('/api/v1/'))
      throw new AppError('FORBIDDEN', 'a replay changes nothing of Apiscope outside /api/v1');
  }
  await next();
};
