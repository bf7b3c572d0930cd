import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppEnv } from './app-env.ts';

/** What a page of a listed origin may send, and what it may read of an answer beside its body. */
const sent =
  'authorization, content-encoding, content-type, last-event-id, traceparent, trpc-accept, x-api-key, x-request-id';
const read = 'content-disposition, ratelimit, ratelimit-policy, retry-after, x-request-id';
const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE';
/** How long a browser may keep what a preflight was answered, seconds. */
const maxAge = '600';

/**
 * Lets pages of the listed origins read answers (CORS) and answers their preflights. Never with credentials: a page elsewhere shows a key, and
 * cookies are for the pages of Apiscope itself. The answer differs by origin, and says so to caches.
 */
export function shareOrigins({ settings }: Pick<Deps, 'settings'>): MiddlewareHandler<AppEnv> {
  const { corsOrigins } = settings;
  return async (c, next) => {
    if (corsOrigins.size === 0) return next();
    const origin = c.req.header('origin');
    const isListed = origin !== undefined && corsOrigins.has(origin);
    const isPreflight =
      c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    if (isListed && isPreflight) {
      c.res = new Response(null, {
        status: 204,
        headers: {
          'access-control-allow-methods': methods,
          'access-control-allow-headers': sent,
          'access-control-max-age': maxAge,
        },
      });
    } else await next();
    const { headers } = c.res;
    headers.append('vary', 'Origin');
    if (!isListed) return;
    headers.set('access-control-allow-origin', origin);
    headers.set('access-control-expose-headers', read);
    // What a page of its own origin alone may embed would be kept from this one too.
    headers.set('cross-origin-resource-policy', 'cross-origin');
  };
}
