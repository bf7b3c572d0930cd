import { readFile } from 'node:fs/promises';
import { Scalar } from '@scalar/hono-api-reference';
import type { Hono } from 'hono';
import { findFile } from '../find-file.ts';
import type { AppEnv } from '../http/app-env.ts';
import { referencePolicy } from '../http/content-policy.ts';

const script = '/reference/scalar.js';

/** Everything that would ask another host is off. */
const configuration = {
  url: '/doc',
  cdn: script,
  pageTitle: 'Apiscope API',
  favicon: '/favicon.svg',
  telemetry: false,
  withDefaultFonts: false,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never' as const,
};

/** Serves the OpenAPI document and its reader, which comes from the package and asks no other host for anything. */
export function serveReference(app: Hono<AppEnv>, { version }: { version: string }): void {
  let reader: Promise<string> | undefined;
  let policy: string | undefined;

  app.get('/doc', async (c) => {
    c.set('route', '/doc');
    return c.body(await printDocument(version), 200, { 'content-type': 'application/json; charset=utf-8' });
  });

  app.get(script, async (c) => {
    c.set('route', script);
    reader ??= readReader();
    return c.body(await reader, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=86400',
    });
  });

  app.get(
    '/reference',
    async (c, next) => {
      c.set('route', '/reference');
      await next();
      policy ??= referencePolicy(await c.res.clone().text());
      c.set('policy', policy);
    },
    Scalar(configuration),
  );
}

/** Documents by version: there may be an app for each request, and it takes a second of computing. */
const documents = new Map<string, string>();

/** What makes the document is needed once, by whoever asks first. */
async function printDocument(version: string): Promise<string> {
  let document = documents.get(version);
  if (document === undefined) {
    const { buildDocument } = await import('./build-document.ts');
    document = JSON.stringify(buildDocument({ version }));
    documents.set(version, document);
  }
  return document;
}

/** The script of the reader; its trial of whether code may be compiled, which the content policy would refuse and report, is answered. */
async function readReader(): Promise<string> {
  return (await readFile(findFile('reference.js'), 'utf8')).replace('return new Function(""),!0', 'return!1');
}
