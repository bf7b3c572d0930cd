import { type GeoLocation, locate } from '@apiscope/core/geo/locate';
import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/app-env.ts';

const nowhere: GeoLocation = {
  country: null,
  region: null,
  city: null,
  lat: null,
  lon: null,
  source: 'none',
  ip: null,
};

/** First of the capturing middlewares: where the request comes from. Whatever fails, the request goes on from nowhere. */
export function locateRequest({ lookUp, settings }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    try {
      const geo = locate({
        headers: (name) => c.req.header(name),
        peerAddress: c.env?.peerAddress ?? null,
        trustedProxies: settings.trustedProxies,
        lookup: lookUp,
      });
      c.set('geo', geo);
    } catch (error) {
      c.var.log.warn({ err: error }, 'a request could not be located');
      c.set('geo', nowhere);
    }
    await next();
  };
}
