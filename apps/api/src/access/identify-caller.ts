import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import { prometheusPath } from '../health/exposition/prometheus-path.ts';
import type { AppEnv } from '../http/app-env.ts';
import { nobody } from './actor.ts';
import { identifyThroughOutage } from './identify-through-outage.ts';
import { needsNoActor } from './needs-no-actor.ts';

/** Takes note of who makes a request; where that matters to no one, of nobody. A request of the app to itself says so by its binding. */
export function identifyCaller({ identify, clock }: Deps): MiddlewareHandler<AppEnv> {
  const identifyScraper = identifyThroughOutage({ identify, clock });
  const identifyFor = (path: string) => (path === prometheusPath ? identifyScraper : identify);
  return async (c, next) => {
    const { actor } = c.env ?? {};
    c.set('actor', actor ?? (needsNoActor(c.req.path) ? nobody() : await identifyFor(c.req.path)(c.req.raw)));
    await next();
  };
}
