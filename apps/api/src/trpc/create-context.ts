import type { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from '../http/app-env.ts';
import { clientOf } from '../http/client-of.ts';
import type { Context } from './context.ts';

/** What a procedure is given, through whichever door it is called. */
export function createContext(app: Hono<AppEnv>, deps: Deps, c: AppContext): Context {
  const { actor, requestId, log } = c.var;
  return {
    deps,
    actor,
    own: async (request) => app.fetch(request, { actor }),
    headers: c.req.raw.headers,
    address: clientOf(c, deps.settings),
    answer: new Headers(),
    requestId,
    log,
  };
}
