import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { ServerBuild } from '@remix-run/node';
import type { App } from '../app.ts';

/** What the web app's loaders are given: the API, called in process. */
export type WebContext = { apiFetch: (request: Request) => Promise<Response> };

type PageHandler = (request: Request, context: WebContext) => Promise<Response>;

const pages = /^\/(?:(?:dashboard(?:\/.*|\.data)?)|preferences(?:\.data)?|__manifest|_root\.data)?$/;

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Apiscope</title>
<h1>The dashboard is not built yet</h1>
<p>Stop this process and run <code>npm start</code>, which builds it, or run
<code>node ../../scripts/pnpm.mjs exec remix vite:build</code> in <code>apps/web</code> and reload this page.</p>
<p>The API is served meanwhile: see <a href="/reference">/reference</a>.</p>`;

/**
 * Serves the built web app beside the API, loaded by its path so that nothing is imported from it. Its loaders reach the
 * API through the app's own fetch, without a socket.
 */
export function serveWeb(app: App, { directory }: { directory: string }): void {
  const files = join(directory, 'client');
  const build = join(directory, 'server', 'index.js');
  const context: WebContext = { apiFetch: async (request) => app.fetch(request) };
  let handler: Promise<PageHandler> | undefined;

  app.use('/assets/*', async (c, next) => {
    c.set('route', '/assets/{file}');
    await next();
    if (c.res.ok) c.res.headers.set('cache-control', 'public, max-age=31536000, immutable');
  });
  for (const path of ['/assets/*', '/favicon.ico', '/favicon.svg'])
    app.use(path, (c, next) => (existsSync(files) ? serveStatic({ root: files })(c, next) : next()));

  app.use(async (c, next) => {
    if (!pages.test(c.req.path)) return next();
    c.set('route', 'dashboard');
    if (!existsSync(build)) return c.html(notBuilt, 503);
    handler ??= loadHandler(build);
    return (await handler)(c.req.raw, context);
  });
}

async function loadHandler(build: string): Promise<PageHandler> {
  const { createRequestHandler } = await import('@remix-run/node');
  const server = (await import(pathToFileURL(build).href)) as ServerBuild;
  return createRequestHandler(server, 'production');
}
