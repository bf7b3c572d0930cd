import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/app-env.ts';
import { clientOf } from '../http/client-of.ts';
import { countCalls } from '../trpc/called-procedures.ts';
import { limitReached } from './limits.ts';
import { networkOf } from './network-of.ts';

/** Files of a page, and what watches over this process, are nobody's requests. */
const uncounted = /^\/(?:assets\/|favicon\.|health(?:\/|$)|reference\/)/;

/**
 * Lets each key, and each address without one, ask so often and no oftener; calls that come as one request are as many. What the app asks
 * itself was counted when it was asked.
 */
export function limitRate({ limits, clock, settings }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.env?.actor || uncounted.test(c.req.path)) return next();
    const { actor } = c.var;
    const limit = actor.kind === 'key' ? limits.key : limits.address;
    if (limit === null) return next();
    const caller = actor.kind === 'key' ? actor.name : networkOf(clientOf(c, settings));
    const taken = limit.buckets.take(caller, clock.monotonic(), countCalls(c.req.url));
    c.set('limited', { limit, taken });
    if (!taken.isAllowed) throw limitReached(limit, taken);
    await next();
  };
}
