import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

/** Headers that keep a browser from guessing types, framing pages, telling other hosts where it came from, or lending data to them. */
const secure = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export const secureHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(secure)) c.res.headers.set(name, value);
};
