import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSdk } from './build-sdk.ts';
import manifest from './package.json' with { type: 'json' };
import { openDoor } from './src/testing/open-door.ts';
import { sdk } from './src/version.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
let project: string;
let built: string;

/** A project outside the repository that has the built package installed, and the frameworks beside it. */
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'apiscope-sdk-'));
  const modules = join(project, 'node_modules');
  built = join(modules, '@apiscope/sdk');
  mkdirSync(join(modules, '@types'), { recursive: true });
  await buildSdk(built);
  for (const name of ['express', 'fastify', 'hono', 'pino', '@hono', '@trpc'])
    symlinkSync(join(here, 'node_modules', name), join(modules, name));
  for (const name of ['express', 'node'])
    symlinkSync(
      join(here, name === 'node' ? '../..' : '.', 'node_modules/@types', name),
      join(modules, '@types', name),
    );
}, 180_000);
afterAll(() => rmSync(project, { recursive: true }));

const listed = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));

/** One server per module system, that answers one request and says what the SDK knows of it. */
const server = `
const client = createApiscope({ url: 'http://127.0.0.1:9', service: 'built', onError() {} });
const server = createServer(withApiscope(client, (request, response) => response.end('ok')));
server.listen(0, '127.0.0.1', async () => {
  const response = await fetch('http://127.0.0.1:' + server.address().port + '/users/1');
  await response.text();
  await client.flush();
  console.log(JSON.stringify(client.stats()));
  server.close();
  server.closeAllConnections();
});
`;

describe('the built package', () => {
  it.each([
    [
      'CommonJS',
      'host.cjs',
      `const { createApiscope } = require('@apiscope/sdk');
const { withApiscope } = require('@apiscope/sdk/node'); const { createServer } = require('node:http');`,
    ],
    [
      'ES modules',
      'host.mjs',
      `import { createApiscope } from '@apiscope/sdk';
import { withApiscope } from '@apiscope/sdk/node'; import { createServer } from 'node:http';`,
    ],
    [
      'both mixed',
      'mixed.mjs',
      `import { createApiscope } from '@apiscope/sdk'; import { createRequire } from 'node:module';
import { createServer } from 'node:http'; const { withApiscope } = createRequire(import.meta.url)('@apiscope/sdk/node');`,
    ],
    [
      'a wrapper of one around a wrapper of the other',
      'twice.mjs',
      `import { createApiscope } from '@apiscope/sdk'; import { createRequire } from 'node:module';
import { createServer } from 'node:http'; import { withApiscope as outer } from '@apiscope/sdk/node';
const inner = createRequire(import.meta.url)('@apiscope/sdk/node');
const withApiscope = (client, handler) => outer(client, inner.withApiscope(client, handler));`,
    ],
  ])('serves %s, and ends with its host', async (_, file, head) => {
    writeFileSync(join(project, file), head + server);
    const started = performance.now();
    const { stdout } = await run(process.execPath, [join(project, file)], { cwd: project, timeout: 20_000 });
    expect(JSON.parse(stdout)).toMatchObject({ observed: 1, queued: 1, failures: 1 });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('is a transport that pino runs in a worker thread', async () => {
    const door = await openDoor();
    const options = JSON.stringify({ url: door.url, service: 'worker' });
    writeFileSync(
      join(project, 'logging.mjs'),
      `import pino from 'pino';
const log = pino(pino.transport({ target: '@apiscope/sdk/pino', options: ${options} }));
for (let n = 0; n < 50; n++) log.info({ n }, 'line ' + n);`,
    );
    await run(process.execPath, [join(project, 'logging.mjs')], { cwd: project, timeout: 20_000 });
    expect(door.logs().map(({ message }) => message)).toEqual(
      Array.from({ length: 50 }, (_, n) => `line ${n}`),
    );
    await door.close();
  });

  it('has every door in both forms, with types, and needs nothing but itself', () => {
    const files = listed(built);
    const doors = Object.keys(manifest.exports).length;
    const named = (suffix: string) =>
      files.filter((path) => path.endsWith(suffix) && !/^(?:shared|runtime)\//.test(path));
    for (const suffix of ['.js', '.cjs', '.d.ts', '.d.cts'])
      expect([suffix, named(suffix).length]).toEqual([suffix, doors]);
    const code = files
      .filter((path) => /\.c?js$/.test(path))
      .map((path) => [path, readFileSync(join(built, path), 'utf8')]);
    for (const [path, text] of code) {
      const imported = [...text!.matchAll(/(?:from |import |require\()["']([^."'][^"']*)["']/g)].map(
        ([, id]) => id!,
      );
      expect([path, imported.filter((id) => !/^(?:node:|#runtime$)/.test(id))]).toEqual([path, []]);
      const isForNode = /^(?:runtime\/node|logs\/pino)\./.test(path!);
      expect([path, imported.filter((id) => id.startsWith('node:')).length > 0]).toEqual([path, isForNode]);
      expect([path, /\bzod\b/.test(text!)]).toEqual([path, false]);
    }
    expect(
      files
        .filter((path) => /\.d\.c?ts$/.test(path))
        .some((path) => readFileSync(join(built, path), 'utf8').includes('@apiscope/core')),
    ).toBe(false);
  });

  it('is typed for the frameworks, whose own types it meets', async () => {
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(project, 'typed.ts'),
      `import { type Apiscope, createApiscope } from '@apiscope/sdk';
import { apiscopeExpress } from '@apiscope/sdk/express';
import { apiscopeFastify } from '@apiscope/sdk/fastify';
import { apiscopeHono } from '@apiscope/sdk/hono';
import { withApiscope } from '@apiscope/sdk/node';
import { withApiscope as withFetch } from '@apiscope/sdk/fetch';
import { apiscopeTrpc } from '@apiscope/sdk/trpc';
import { apiscopePino, requestIds } from '@apiscope/sdk/pino';
import { bridgeConsole } from '@apiscope/sdk/console';
import { initTRPC } from '@trpc/server';
import express, { type Request } from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { createServer } from 'node:http';
import pino from 'pino';
const client: Apiscope = createApiscope<Request>({
  url: 'https://a.example', key: 'k', service: 's', consumer: ({ raw }) => raw.get('x-app'),
});
express().use(apiscopeExpress(client));
await Fastify().register(apiscopeFastify, { client });
new Hono().use(apiscopeHono(client));
createServer(withApiscope(client, (request, response) => response.end(request.url)));
export default { fetch: withFetch(client, (request: Request2, env: { n: number }) => new Response(String(env.n))) };
type Request2 = globalThis.Request;
const t = initTRPC.context<{ user: string }>().create();
export const who = t.procedure.use(apiscopeTrpc(client)).query(({ ctx }) => ctx.user.length);
pino({ mixin: requestIds(client) }, apiscopePino(client)).info('x');
bridgeConsole(client)();
// @ts-expect-error: a service must be named
createApiscope({ url: 'https://a.example' });
// @ts-expect-error: no such kind of body
createApiscope({ url: 'https://a.example', service: 's', bodies: ['xml'] });
`,
    );
    writeFileSync(
      join(project, 'required.cts'),
      `import { createApiscope } from '@apiscope/sdk';
import { apiscopeExpress } from '@apiscope/sdk/express';
export const middleware = apiscopeExpress(createApiscope({ url: 'https://a.example', service: 's' }));
`,
    );
    const snippets = readdirSync(join(here, 'snippets'));
    for (const file of snippets) cpSync(join(here, 'snippets', file), join(project, file));
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck'];
    const tsc = join(here, '../../node_modules/typescript/bin/tsc');
    const { stdout } = await run(
      process.execPath,
      [tsc, ...options, 'typed.ts', 'required.cts', ...snippets],
      {
        cwd: project,
      },
    ).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  }, 120_000);

  it('names itself by its own version', () => {
    expect(sdk).toEqual({ name: manifest.name, version: manifest.version });
  });
});
