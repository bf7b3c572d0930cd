import { Hono } from 'hono';
import type { App } from '../app.ts';
import type { WebBuild } from '../find-file.ts';
import type { AppContext, AppEnv } from '../http/app-env.ts';
import { failureResponse, success } from '../http/envelope.ts';
import { guardOrigin } from '../http/guard-origin.ts';
import { secureHeaders } from '../http/secure-headers.ts';
import { toAppError } from '../http/to-app-error.ts';
import { isPage, serveWeb } from '../servers/serve-web.ts';
import type { Settings } from '../settings.ts';
import type { Asker, CallApi } from './call-api.ts';

/** What the dashboard's own server needs. */
export type WebAppDeps = {
  build: WebBuild;
  callApi: CallApi;
  /** Rejects while nothing of the API may be opened to those who reach this server. */
  requireGuard: () => Promise<void>;
  settings: Pick<Settings, 'auth' | 'publicUrl'>;
};

/**
 * The dashboard apart from the API: its pages and their files, and every other path handed on to the API, so that both are one server to a
 * browser, with one cookie and no foreign origin. It lives while the API is away; every other check of health is the API's own.
 */
export function createWebApp({ build, callApi, requireGuard, settings }: WebAppDeps): App {
  const app = new Hono<AppEnv>();
  const guard = guardOrigin({ settings: { ...settings, corsOrigins: new Set() } });

  app.use(secureHeaders({ settings }));
  app.get('/health/live', (c) => c.json(success({ status: 'live' }, false)));
  app.use(async (c, next) => {
    await requireGuard();
    // What goes on to the API is judged there, but for the name that the browser used, which the API is not told.
    return isPage(c.req.path) || settings.auth === 'off' ? guard(c, next) : next();
  });
  serveWeb(app, build, (c) => (request) => callApi(request, askerOf(c)));
  app.all('*', async (c) => {
    const answer = await callApi(c.req.raw, askerOf(c));
    const policy = answer.headers.get('content-security-policy');
    if (policy !== null) c.set('policy', policy);
    return answer;
  });
  app.onError((error) => failureResponse(toAppError(error)));
  return app;
}

function askerOf(c: AppContext): Asker {
  return {
    peerAddress: c.env?.peerAddress ?? null,
    forwardedFor: c.req.header('x-forwarded-for'),
  };
}
