import { AppError } from '@apiscope/core/errors';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Nobody signs in yet, so only pages of this machine may be answered: a foreign name in `Host` is DNS rebinding, a foreign
 * `Origin` on a request that changes something is a forged one.
 */
export const guardOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  const host = c.req.header('host');
  if (host !== undefined && !isLoopbackHost(host))
    throw new AppError('FORBIDDEN', 'this address is only answered under a loopback name, such as localhost');
  if (!safeMethods.has(c.req.method) && !isOwnOrigin(c.req.header('origin'), c.req.header('sec-fetch-site')))
    throw new AppError('FORBIDDEN', 'a page of another origin may not change anything here');
  await next();
};

function isOwnOrigin(origin: string | undefined, site: string | undefined): boolean {
  if (origin === undefined) return site !== 'cross-site';
  return URL.canParse(origin) && isLoopbackHost(new URL(origin).host);
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
