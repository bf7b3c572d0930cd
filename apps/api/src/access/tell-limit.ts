import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { limitFields } from './limits.ts';

/** Tells every caller who is limited what is left, refused or not. */
export const tellLimit: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (!c.var.limited) return;
  const { limit, taken } = c.var.limited;
  for (const [name, value] of limitFields(limit, taken)) c.res.headers.set(name, value);
};
