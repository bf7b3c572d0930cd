import { replayMarker } from '@apiscope/core/replay/build-request';
import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/app-env.ts';
import { locateRequest } from './locate-request.ts';
import { measureRequest } from './measure-request.ts';
import { snapshotRequest } from './snapshot-request.ts';

/**
 * The capturing middlewares, outermost first: geo → metrics → snapshot. The fourth, errors, is the app's `onError`: Hono
 * calls it where a handler throws, so the three see the answer that the client gets. Replays are not captured.
 */
export function capture(deps: Deps): MiddlewareHandler<AppEnv>[] {
  return [locateRequest(deps), measureRequest(deps), snapshotRequest(deps)].map(unlessReplayed);
}

/** Lets a replay pass unseen: it says nothing of who uses the API, nor how much. */
function unlessReplayed(middleware: MiddlewareHandler<AppEnv>): MiddlewareHandler<AppEnv> {
  return (c, next) => (c.req.raw.headers.has(replayMarker) ? next() : middleware(c, next));
}
