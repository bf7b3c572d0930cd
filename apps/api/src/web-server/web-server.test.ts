import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@apiscope/core/clock';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import type { Deps } from '../deps.ts';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { createCallApi } from './call-api.ts';
import { createWebApp } from './create-web-app.ts';
import { readWebServerEnv } from './env.ts';
import { requireGuardedApi } from './require-guarded-api.ts';

const opened: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of opened.reverse()) await close();
});

/** A build whose pages tell how they were asked, and what the API said to them. */
async function writeBuild() {
  const folder = await mkdtemp(join(tmpdir(), 'apiscope-web-server-'));
  opened.push(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'client/assets'), { recursive: true });
  await writeFile(join(folder, 'client/assets/app-1a2b.js'), 'let a;');
  return { files: join(folder, 'client'), server: join(folder, 'server/index.js') };
}

async function serveApi(changes: Partial<Deps['settings']> = {}, port = 0): Promise<NodeServer> {
  const { deps } = fakeDeps();
  const trustedProxies = createCidrSet(['loopback']);
  const app = createApp({ ...deps, settings: { ...deps.settings, trustedProxies, ...changes } });
  const server = await serveNode(app, { host: '127.0.0.1', port });
  opened.push(() => server.close(0));
  return server;
}

async function serveAlone(port: number, { guarded = false, auth = 'off' as 'on' | 'off' } = {}) {
  const said: string[] = [];
  const callApi = createCallApi(`http://127.0.0.1:${port}`, (line) => said.push(line));
  const nobody = { peerAddress: null, forwardedFor: undefined };
  const app = createWebApp({
    build: await writeBuild(),
    callApi,
    requireGuard: guarded
      ? requireGuardedApi((request) => callApi(request, nobody), systemClock)
      : async () => {},
    settings: { auth, publicUrl: null },
  });
  const server = await serveNode(app, { host: '127.0.0.1', port: 0 });
  opened.push(() => server.close(0));
  return { origin: `http://127.0.0.1:${server.port}`, said };
}

describe('the dashboard apart from the API', () => {
  let web: Awaited<ReturnType<typeof serveAlone>>;
  beforeAll(async () => {
    web = await serveAlone((await serveApi()).port);
  });

  it('serves its files, and hands every other path on, with the headers that the API gives', async () => {
    const asset = await fetch(`${web.origin}/assets/app-1a2b.js`);
    expect([asset.status, await asset.text()]).toEqual([200, 'let a;']);
    const info = await fetch(`${web.origin}/info`);
    expect(await info.json()).toMatchObject({ data: { name: 'apiscope' } });
    expect(info.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(info.headers.get('x-request-id')).toBeTruthy();
    const reader = await fetch(`${web.origin}/reference`);
    expect(reader.headers.get('content-security-policy')).toContain("script-src 'self' 'sha256-");
    const missing = await fetch(`${web.origin}/nowhere`);
    expect([missing.status, await missing.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
    const failed = await fetch(`${web.origin}/logs`);
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '5']);
  });

  it('passes methods, bodies and refusals on as they are', async () => {
    const answer = await fetch(`${web.origin}/api/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name": 1}',
    });
    expect([answer.status, ((await answer.json()) as { error: { issues: unknown[] } }).error.issues]).toEqual(
      [400, expect.arrayContaining([expect.objectContaining({ path: 'name' })])],
    );
    expect((await fetch(`${web.origin}/info`, { method: 'DELETE' })).status).toBe(405);
  });

  it('lets streams through as they come, and ends them with who reads', async () => {
    const leaving = new AbortController();
    const stream = await fetch(`${web.origin}/logs/stream`, { signal: leaving.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const first = await stream.body!.getReader().read();
    expect(new TextDecoder().decode(first.value)).not.toBe('');
    leaving.abort();
  });

  it('keeps pages of other origins from changing anything, here and there', async () => {
    for (const path of ['/preferences', '/logs', '/trpc/users.create']) {
      const origin = 'https://evil.example.com';
      expect([
        path,
        (await fetch(web.origin + path, { method: 'POST', headers: { origin } })).status,
      ]).toEqual([path, 403]);
      const own = await fetch(web.origin + path, { method: 'POST', headers: { origin: web.origin } });
      expect([path, own.status]).not.toEqual([path, 403]);
    }
    // A foreign name that was bent to this address (DNS rebinding).
    const codes = ['/info', '/dashboard'].map(
      (path) =>
        new Promise((resolve, reject) => {
          get(web.origin + path, { headers: { host: 'evil.example.com' } }, ({ statusCode }) =>
            resolve(statusCode),
          ).on('error', reject);
        }),
    );
    expect(await Promise.all(codes)).toEqual([403, 403]);
  });
});

describe('what the API is told of who asks', () => {
  it('is their address, at the end of what they said themselves', async () => {
    const seen: Record<string, unknown>[] = [];
    const api = createServer((request, response) => {
      seen.push(request.headers);
      response.end('{}');
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    opened.push(async () => api.close());
    const { origin } = await serveAlone((api.address() as { port: number }).port, { auth: 'on' });
    await new Promise((resolve, reject) => {
      // What is for one connection alone is not for the next; fetch would not send it.
      const headers = {
        'x-forwarded-for': '192.0.2.7',
        'cf-ipcountry': 'NZ',
        connection: 'keep-alive, x-own',
        te: 'trailers',
      };
      get(`${origin}/info`, { agent: false, headers: { ...headers, authorization: 'Bearer x' } }, resolve).on(
        'error',
        reject,
      );
    });
    expect(seen[0]).toMatchObject({
      'x-forwarded-for': '192.0.2.7, 127.0.0.1',
      authorization: 'Bearer x',
    });
    for (const name of ['te', 'cf-ipcountry']) expect(seen[0]).not.toHaveProperty(name);
  });
});

describe('while the API is away', () => {
  it('lives, says so with 503 and Retry-After, once on its own output, and goes on when the API is back', async () => {
    const api = await serveApi();
    const web = await serveAlone(api.port);
    await api.close(0);
    for (let time = 0; time < 3; time++) {
      const answer = await fetch(`${web.origin}/health/ready`);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining('API') } });
    }
    expect((await fetch(`${web.origin}/health/live`)).status).toBe(200);
    expect(web.said).toEqual([expect.stringMatching(/does not answer: ECONNREFUSED$/)]);
    await serveApi({}, api.port);
    expect((await fetch(`${web.origin}/info`)).status).toBe(200);
    expect(web.said).toHaveLength(2);
  });
});

describe('on an address that others reach', () => {
  it('opens no API that answers anybody', async () => {
    const api = await serveApi();
    const { origin } = await serveAlone(api.port, { guarded: true, auth: 'on' });
    for (const path of ['/info', '/dashboard', '/assets/app-1a2b.js', '/api/v1/users']) {
      const answer = await fetch(origin + path);
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        403,
        expect.stringContaining('AUTH=on'),
      ]);
    }
  });

  it('serves one that asks who they are', async () => {
    const { origin } = await serveAlone((await serveApi({ auth: 'on' })).port, { guarded: true, auth: 'on' });
    expect((await fetch(`${origin}/info`)).status).toBe(200);
    expect((await fetch(`${origin}/nowhere`)).status).toBe(404);
  });
});

describe('its environment', () => {
  it('needs the address of the API, which is not its own', () => {
    const read = (API_URL?: string, PORT?: string) => readWebServerEnv({ API_URL, PORT });
    expect(read('http://api.internal:3000/')).toMatchObject({
      API_URL: 'http://api.internal:3000',
      PORT: 3000,
    });
    expect(read('http://localhost:3000', '3001').PORT).toBe(3001);
    expect(() => read()).toThrow(/^API_URL: is needed/);
    expect(() => read('ftp://a')).toThrow(/^API_URL: is needed/);
    expect(() => read('http://a/base')).toThrow(/^API_URL: is needed/);
    expect(() => read('http://127.0.0.1:3000')).toThrow(/^API_URL: names this server itself/);
  });
});
