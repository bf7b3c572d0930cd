import type { MiddlewareHandler } from 'hono';
import type { Settings } from '../settings.ts';
import type { AppEnv } from './app-env.ts';
import { dataPolicy } from './content-policy.ts';

/** Headers that keep a browser from guessing types, framing pages, telling other hosts where it came from, or lending data and windows to them. */
const secure = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
};

/** A year, for this host alone: others under the domain are not ours to speak for. */
const strictTransport = 'max-age=31536000';

/** Puts on every answer what a browser should hold to. What says nothing of caching is kept nowhere: it may be private. */
export function secureHeaders({
  settings,
}: {
  settings: Pick<Settings, 'publicUrl'>;
}): MiddlewareHandler<AppEnv> {
  const isSecure = settings.publicUrl?.protocol === 'https:';
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    for (const [name, value] of Object.entries(secure)) if (!headers.has(name)) headers.set(name, value);
    headers.set('content-security-policy', c.var.policy ?? dataPolicy);
    if (isSecure) headers.set('strict-transport-security', strictTransport);
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
}
