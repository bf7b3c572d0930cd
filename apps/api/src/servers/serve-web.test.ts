import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { serveWeb } from './serve-web.ts';

const directory = await mkdtemp(join(tmpdir(), 'apiscope-web-'));
const app = createApp(fakeDeps().deps);
serveWeb(app, { files: join(directory, 'client'), server: join(directory, 'server/index.js') });
afterAll(() => rm(directory, { recursive: true }));

/** What a build of pages has to have: one page that is there, and one whose loader found the database away. */
const smallestBuild = `
  const Page = () => null;
  const away = () => { throw new Response(null, { status: 503 }); };
  export const entry = { module: { default: (_, status, headers) => new Response(null, { status, headers }) } };
  export const routes = {
    root: { id: 'root', path: '', module: { default: Page } },
    there: { id: 'there', parentId: 'root', path: 'dashboard', module: { default: Page } },
    away: { id: 'away', parentId: 'root', path: 'dashboard/logs', module: { default: Page, loader: away } },
  };
  export const assets = { entry: { module: '', imports: [] }, routes: {}, url: '', version: '1' };
  export const [publicPath, basename, assetsBuildDirectory, isSpaMode, future] = ['/', '/', '', false, {}];
`;

describe('serveWeb', () => {
  it('says how to build while there is no build, and leaves other paths to the API', async () => {
    for (const path of ['/', '/dashboard', '/dashboard/logs?search=a', '/dashboard.data']) {
      const response = await app.request(path);
      expect([path, response.status, await response.text()]).toEqual([
        path,
        503,
        expect.stringContaining('npm start'),
      ]);
    }
    for (const path of ['/dashboards', '/nowhere', '/assets/missing.js', '/favicon.ico']) {
      const response = await app.request(path);
      expect([path, response.status, await response.json()]).toEqual([
        path,
        404,
        expect.objectContaining({ data: null }),
      ]);
    }
  });

  it('takes forms of a page’s size and kind alone, from whoever sends them, before anything of them is kept', async () => {
    const send = (body: BodyInit | null, type?: string, headers: HeadersInit = {}) =>
      app.request('/sign-in', {
        method: 'POST',
        body,
        headers: { ...(type && { 'content-type': type }), ...headers },
      });
    const form = 'application/x-www-form-urlencoded';
    const statusOf = async (answer: Response | Promise<Response>) => (await answer).status;
    // 503: nothing is built here, so that what passes goes no further.
    expect(await statusOf(send('email=a', `${form};charset=UTF-8`))).toBe(503);
    expect(await statusOf(send('x'.repeat(65_537), form))).toBe(413);
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(await statusOf(send(bomb, form, { 'content-encoding': 'gzip' }))).toBe(413);
    for (const [body, type] of [
      ['--x\r\n', 'multipart/form-data; boundary=x'],
      ['{}', 'application/json'],
      [null, undefined],
    ] as const)
      expect([type, await statusOf(send(body, type))]).toEqual([type, 415]);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
    const request = {
      method: 'POST',
      body: endless,
      headers: { 'content-type': form },
      duplex: 'half',
    } as const;
    expect(await statusOf(app.request('/sign-up', request))).toBe(413);
  });

  it('knows no methods beside those of pages', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await app.request('/dashboard/logs', { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([
        method,
        405,
        'GET, HEAD, POST',
      ]);
      expect(await response.json()).toMatchObject({ error: { code: 'METHOD_NOT_SUPPORTED' } });
    }
    const home = await app.request('/', { method: 'POST' });
    expect([home.status, home.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('serves files of the build, those with a hash for ever, and nothing beside them', async () => {
    await mkdir(join(directory, 'client/assets'), { recursive: true });
    await writeFile(join(directory, 'client/assets/app-1a2b.js'), 'let a;');
    await writeFile(join(directory, 'secret.txt'), 'secret');
    const asset = await app.request('/assets/app-1a2b.js');
    expect([asset.status, await asset.text()]).toEqual([200, 'let a;']);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    for (const path of [
      '/assets/../../secret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
    ])
      expect((await app.request(path)).status).toBe(404);
  });

  it('says when to come again with a page that could not be made', async () => {
    await mkdir(join(directory, 'server'), { recursive: true });
    await writeFile(join(directory, 'server/index.js'), smallestBuild);
    const [away, there] = await Promise.all(
      ['/dashboard/logs', '/dashboard'].map((path) => app.request(path)),
    );
    expect([away!.status, away!.headers.get('retry-after')]).toEqual([503, '5']);
    expect([there!.status, there!.headers.get('retry-after')]).toEqual([200, null]);
  });
});
