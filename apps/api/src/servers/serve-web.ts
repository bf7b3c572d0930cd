import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { serveStatic } from '@hono/node-server/serve-static';
import type { App } from '../app.ts';
import type { WebBuild } from '../find-file.ts';
import { refuseMethod } from '../http/answer-unmatched.ts';
import type { AppContext } from '../http/app-env.ts';
import { pagePolicy } from '../http/content-policy.ts';
import type { PageHandler, WebContext } from './load-pages.ts';
import { readForm } from './read-form.ts';

const pages =
  /^\/(?:(?:dashboard(?:\/.*|\.data)?)|(?:preferences|sign-in|sign-up)(?:\.data)?|__manifest|_root\.data)?$/;

/** What pages are asked by: to be shown, and, but for `/` that only leads on, with a form. */
const methods = ['GET', 'HEAD', 'POST'];

/** Whether a path is one that the web app renders. */
export function isPage(path: string): boolean {
  return pages.test(path);
}

/** Seconds after which a page may be asked for again that could not be made, as the API says it of what pages ask. */
const pageRetryAfter = 5;

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Apiscope</title>
<h1>The dashboard is not built yet</h1>
<p>Stop this process and run <code>npm start</code>, which builds it, or run
<code>node ../../scripts/pnpm.mjs exec remix vite:build</code> in <code>apps/web</code> and reload this page.</p>
<p>The API is served meanwhile: see <a href="/reference">/reference</a>.</p>`;

/** How the pages of one request ask the API. */
export type ApiFetchOf = (c: AppContext) => WebContext['apiFetch'];

/** Without a socket, where both are one process: on behalf of who asks for the page, from where they are. */
function inProcess(app: App): ApiFetchOf {
  return (c) => {
    const bindings = { ...c.env, actor: c.var.actor };
    return async (request) => app.fetch(request, bindings);
  };
}

/** Serves the built web app, loaded by its path so that nothing is imported from it, beside the API or apart from it. */
export function serveWeb(
  app: App,
  { files, server }: WebBuild,
  apiFetchOf: ApiFetchOf = inProcess(app),
): void {
  let handler: Promise<PageHandler> | undefined;

  app.use('/assets/*', async (c, next) => {
    c.set('route', '/assets/{file}');
    await next();
    if (c.res.ok) c.res.headers.set('cache-control', 'public, max-age=31536000, immutable');
  });
  for (const path of ['/assets/*', '/favicon.ico', '/favicon.svg'])
    app.use(path, (c, next) => (existsSync(files) ? serveStatic({ root: files })(c, next) : next()));

  app.use(async (c, next) => {
    if (!isPage(c.req.path)) return next();
    c.set('route', 'dashboard');
    const allowed = c.req.path === '/' ? methods.slice(0, 2) : methods;
    if (!allowed.includes(c.req.method)) return refuseMethod(c, allowed);
    const request = await readForm(c.req.raw);
    if (!existsSync(server)) return c.html(notBuilt, 503);
    handler ??= import('./load-pages.ts').then(({ loadPages }) => loadPages(server));
    const nonce = randomBytes(16).toString('base64');
    c.set('policy', pagePolicy(nonce));
    const page = await (await handler)(request, { apiFetch: apiFetchOf(c), nonce });
    if (page.status === 503) page.headers.set('retry-after', `${pageRetryAfter}`);
    return page;
  });
}
