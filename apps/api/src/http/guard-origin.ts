import { AppError } from '@apiscope/core/errors';
import type { MiddlewareHandler } from 'hono';
import { readToken } from '../access/create-identify.ts';
import type { Settings } from '../settings.ts';
import type { AppEnv } from './app-env.ts';

type GuardSettings = Pick<Settings, 'auth' | 'publicUrl' | 'corsOrigins'>;

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps pages of other origins from changing anything. While callers are not told apart only pages of this machine are answered at
 * all: a foreign name in `Host` is DNS rebinding then.
 */
export function guardOrigin({ settings }: { settings: GuardSettings }): MiddlewareHandler<AppEnv> {
  const isOpen = settings.auth === 'off';
  return async (c, next) => {
    const host = c.req.header('host');
    if (isOpen && host !== undefined && !isLoopbackHost(host))
      throw new AppError(
        'FORBIDDEN',
        'this address is only answered under a loopback name, such as localhost',
      );
    const isOwn = isOpen
      ? (origin: URL) => isLoopbackHost(origin.host)
      : (origin: URL) => isOfDashboard(origin, { host, publicUrl: settings.publicUrl });
    const { headers } = c.req.raw;
    if (!safeMethods.has(c.req.method) && !isOwnOrigin(headers, isOwn) && !isListed(headers, settings))
      throw new AppError('FORBIDDEN', 'a page of another origin may not change anything here');
    await next();
  };
}

/** Whether a page is one of ours. Where it is known how the dashboard is reached, plain http to the same name is somebody on the way. */
function isOfDashboard(
  origin: URL,
  { host, publicUrl }: { host: string | undefined; publicUrl: URL | null },
): boolean {
  if (origin.host === publicUrl?.host) return origin.origin === publicUrl.origin;
  return origin.host === host;
}

function isOwnOrigin(headers: Headers, isOwn: (origin: URL) => boolean): boolean {
  const origin = headers.get('origin');
  if (origin === null) return [null, 'same-origin', 'none'].includes(headers.get('sec-fetch-site'));
  return URL.canParse(origin) && isOwn(new URL(origin));
}

/** Whether a page of an origin of `CORS_ORIGINS` asks, and shows a key unless nobody must: cookies are not for it. */
function isListed(headers: Headers, { auth, corsOrigins }: GuardSettings): boolean {
  if (!corsOrigins.has(headers.get('origin') ?? '')) return false;
  return auth === 'off' || readToken(headers) !== null;
}

/** Whether a `Host` header, with or without a port, is a name of this machine. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}
