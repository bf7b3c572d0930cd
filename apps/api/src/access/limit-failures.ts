import { readTokenPrefix } from '@apiscope/core/access/token';
import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/app-env.ts';
import { clientOf } from '../http/client-of.ts';
import { readToken } from './create-identify.ts';
import { limitReached } from './limits.ts';
import { needsNoActor } from './needs-no-actor.ts';
import { networkOf } from './network-of.ts';

/**
 * Refuses a key that was not taken too often before, from the same address, without looking it up again; to stand before callers are told
 * apart. Other keys from there go on: a forgotten program with an old key must not lock its neighbours out.
 */
export function limitFailures({ limits, clock, settings }: Deps): MiddlewareHandler<AppEnv> {
  const limit = limits.failures;
  return async (c, next) => {
    const token = readToken(c.req.raw.headers);
    if (limit === null || token === null || c.env?.actor || needsNoActor(c.req.path)) return next();
    const guess = `${networkOf(clientOf(c, settings))} ${readTokenPrefix(token) ?? ''}`;
    const looked = limit.buckets.look(guess, clock.monotonic());
    if (!looked.isAllowed) {
      c.set('limited', { limit, taken: looked });
      throw limitReached(limit, looked);
    }
    await next();
    if (c.var.actor?.refusal?.code === 'UNAUTHORIZED') limit.buckets.take(guess, clock.monotonic());
  };
}
