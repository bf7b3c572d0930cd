import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Scalar } from '@scalar/hono-api-reference';
import type { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { buildDocument } from './build-document.ts';

const script = '/reference/scalar.js';

/** Everything that would ask another host is off. */
const configuration = {
  url: '/doc',
  cdn: script,
  pageTitle: 'Apiscope API',
  telemetry: false,
  withDefaultFonts: false,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never' as const,
};

/** Serves the OpenAPI document and its reader, which comes from the package and asks no other host for anything. */
export function serveReference(app: Hono<AppEnv>, { version }: { version: string }): void {
  let document: string | undefined;
  let reader: Promise<Buffer> | undefined;

  app.get('/doc', (c) => {
    c.set('route', '/doc');
    document ??= JSON.stringify(buildDocument({ version }));
    return c.body(document, 200, { 'content-type': 'application/json; charset=utf-8' });
  });

  app.get(script, async (c) => {
    c.set('route', script);
    reader ??= readFile(
      createRequire(import.meta.url).resolve('@scalar/api-reference/browser/standalone.js'),
    );
    return c.body(new Uint8Array(await reader), 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    });
  });

  app.get(
    '/reference',
    async (c, next) => {
      c.set('route', '/reference');
      await next();
    },
    Scalar(configuration),
  );
}
