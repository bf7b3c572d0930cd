import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeKey } from './testing/make-key.ts';
import { openSocket, sendRaw } from './testing/raw-request.ts';
import { type ApiProcess, spawnApi } from './testing/spawn-api.ts';

let test: TestDb;
let api: ApiProcess;
let port: number;
let key: string;
let before: number;
beforeAll(async () => {
  test = await createTestDb();
  api = await spawnApi({
    DATABASE_URL: test.url,
    AUTH: 'on',
    PORT: '0',
    LOG_LEVEL: 'error',
    APISCOPE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    RATE_LIMIT_ADDRESS: '0',
    RATE_LIMIT_KEY: '0',
    NODE_OPTIONS: `--import ${new URL('./testing/tell-memory.mjs', import.meta.url)}`,
  });
  port = Number(new URL(api.origin).port);
  key = await makeKey(test.db, ['ingest', 'read'], { service: 'shop' });
  // Warm, so that what is measured later is what attacks leave behind.
  for (let n = 0; n < 30; n++) await Promise.all(Array.from({ length: 10 }, () => ask('/logs?limit=1')));
  before = await rss();
}, 180_000);
afterAll(async () => {
  const after = await rss();
  console.log(`resident memory: ${before} MiB before, ${after} MiB after all attacks`);
  await api.stop('SIGTERM');
  await test.close();
  // Bounded buffers that are full, and what the collector has not given back yet.
  expect(after - before).toBeLessThan(400);
});

/** MiB that the process holds. */
async function rss(): Promise<number> {
  const status = await readFile(`/proc/${api.child.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024);
}

/** MiB that it holds once its garbage is collected. */
async function live(): Promise<number> {
  const told = () => [...api.output().matchAll(/^LIVE (\d+)$/gm)].map(([, size]) => Number(size));
  const before = told().length;
  api.child.kill('SIGUSR2');
  await vi.waitFor(() => expect(told().length).toBe(before + 1), { timeout: 10_000 });
  return told()[before]!;
}
type Ask = { token?: string | null; method?: string; body?: BodyInit; headers?: Record<string, string> };
const ask = (path: string, { token = key, method = 'GET', body, headers = {} }: Ask = {}) =>
  fetch(api.origin + path, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
  });
const statusOf = async (answer: Promise<Response>) => {
  const response = await answer;
  await response.arrayBuffer();
  return response.status;
};
const json = { 'content-type': 'application/json' };
const line = (service?: string) => JSON.stringify({ source: 'a', level: 'info', message: 'm', service });
/** The service answers at once, to somebody else. */
async function isHealthy(): Promise<void> {
  const start = performance.now();
  expect(await statusOf(ask('/logs?limit=1'))).toBe(200);
  expect(performance.now() - start).toBeLessThan(2_000);
}

describe('who has no business here', () => {
  it('is refused: no key, a made-up one, wrong scope, expired, revoked, another service', async () => {
    const reads = await makeKey(test.db, ['read']);
    const expired = await makeKey(test.db, ['read'], { expiresAt: 1 });
    const revoked = await makeKey(test.db, ['read']);
    await test.db.apiKey.update({ where: { prefix: revoked.slice(4, 16) }, data: { revokedAt: new Date() } });
    const post = (token: string | null, body = line()) =>
      ask('/logs', { token, method: 'POST', body, headers: json });
    expect(await statusOf(ask('/logs', { token: null }))).toBe(401);
    expect(await statusOf(ask('/logs', { token: `aps_${'x'.repeat(12)}_${'y'.repeat(43)}` }))).toBe(401);
    expect(await statusOf(ask('/logs', { token: expired }))).toBe(401);
    expect(await statusOf(ask('/logs', { token: revoked }))).toBe(401);
    expect(await statusOf(post(reads))).toBe(403);
    expect(await statusOf(ask('/keys'))).toBe(403);
    expect(await statusOf(post(key, line('bank')))).toBe(403);
    expect(await statusOf(post(key))).toBe(201);
  });

  it('is refused from a page of another origin, cookie or not', async () => {
    const headers = { ...json, origin: 'https://evil.example', cookie: 'apiscope.session_token=x' };
    for (const path of ['/logs', '/auth/sign-in', '/trpc/auth.signIn', '/keys'])
      expect([path, await statusOf(ask(path, { token: null, method: 'POST', body: '{}', headers }))]).toEqual(
        [path, 403],
      );
    const form = { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' };
    expect(await statusOf(ask('/logs', { token: null, method: 'POST', body: '{}', headers: form }))).toBe(
      403,
    );
  });
});

describe('bodies', () => {
  it('too large, are refused before they are read: 10 MB, and gzip that would become gigabytes', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024, 0x20);
    for (const path of ['/auth/sign-in', '/trpc/auth.signIn?x', '/mcp'])
      expect([
        path,
        await statusOf(ask(path, { method: 'POST', body: new Uint8Array(large), headers: json })),
      ]).toEqual([path, 413]);
    await isHealthy();
    // Ten megabytes that become ten gigabytes.
    const bomb = new Uint8Array(gzipBomb(10_000));
    expect(bomb.length).toBeGreaterThan(9_000_000);
    const headers = { ...json, 'content-encoding': 'gzip' };
    for (const path of ['/logs', '/ingest/requests', '/v1/logs', '/mcp']) {
      expect([path, await statusOf(ask(path, { method: 'POST', body: bomb, headers }))]).toEqual([path, 413]);
      await isHealthy();
    }
  }, 60_000);

  it('that are no protobuf, damaged, or deep, are refused with 400', async () => {
    const headers = { 'content-type': 'application/x-protobuf' };
    for (const path of ['/v1/logs', '/v1/traces', '/v1/metrics'])
      for (const body of [
        Buffer.alloc(200_000, 0xff),
        Buffer.from('0a80808080', 'hex'),
        randomBytes(100_000),
      ]) {
        const status = await statusOf(ask(path, { method: 'POST', body: new Uint8Array(body), headers }));
        expect([path, [400, 404].includes(status)]).toEqual([path, true]);
      }
    const names = `{${Array.from({ length: 80_000 }, (_, n) => `"k${n}":1`).join(',')}}`;
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
    for (const [path, body] of [
      ['/logs', deep],
      ['/logs', `{"source":"a","level":"info","message":"m","meta":${deep}}`],
      ['/ingest/requests', deep],
      ['/auth/sign-in', deep],
      ['/trpc/auth.signIn', deep],
      ['/trpc/ingest.requests', `[${'[],'.repeat(4_000_000)}[]]`],
      ['/trpc/auth.signIn', names],
      ['/auth/sign-in', names],
    ] as const)
      expect([path, await statusOf(ask(path, { method: 'POST', body, headers: json }))]).toEqual([path, 400]);
    expect(
      await statusOf(
        ask('/logs', {
          method: 'POST',
          body: gzipSync('{}').subarray(0, 9),
          headers: { ...json, 'content-encoding': 'gzip' },
        }),
      ),
    ).toBe(400);
    await isHealthy();
  }, 60_000);
});

describe('requests that are none', () => {
  const get = (extra: string) => `GET /health/live HTTP/1.1\r\nhost: localhost\r\n${extra}\r\n`;

  it('headers of 64 KB and 10,000 headers answer 431, a huge query too, or 400', async () => {
    expect((await sendRaw(port, get(`x-large: ${'a'.repeat(65_536)}\r\n`))).statuses).toEqual([431]);
    const headers = Array.from({ length: 10_000 }, (_, n) => `x-${n}: 1\r\n`).join('');
    expect((await sendRaw(port, get(headers))).statuses).toEqual([431]);
    expect(
      (await sendRaw(port, `GET /logs?search=${'a'.repeat(100_000)} HTTP/1.1\r\nhost: a\r\n\r\n`)).statuses,
    ).toEqual([431]);
    expect(await statusOf(ask(`/logs?search=${'a'.repeat(12_000)}`))).toBe(400);
  });

  it('whose length is told twice or wrongly are never taken for two', async () => {
    const smuggled = 'GET /keys HTTP/1.1\r\nhost: localhost\r\n\r\n';
    const post = (headers: string, body: string) =>
      `POST /logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}\r\n${body}`;
    const attempts = [
      ['content-length: 5\r\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${smuggled}`],
      ['transfer-encoding: chunked\r\ncontent-length: 5\r\n', `0\r\n\r\n${smuggled}`],
      ['content-length: 0\r\ncontent-length: 44\r\n', smuggled],
      ['transfer-encoding: xchunked\r\n', `0\r\n\r\n${smuggled}`],
      ['transfer-encoding: chunked, identity\r\n', `0\r\n\r\n${smuggled}`],
      ['content-length: +3\r\n', smuggled],
      ['content-length: 3x\r\n', smuggled],
      ['transfer-encoding : chunked\r\n', `0\r\n\r\n${smuggled}`],
      ['transfer-encoding: chunked\r\n', `zz\r\n${smuggled}`],
      ['x: a\n\tb\r\ncontent-length: 0\n\r\n', smuggled],
    ] as const;
    // At once, each on a connection of its own: what takes time is to wait for a second answer that must not come.
    const answers = attempts.map(async ([headers, body]) => ({
      headers,
      ...(await sendRaw(port, post(headers, body), { quietMs: 1_000 })),
    }));
    for (const { headers, statuses, isClosed } of await Promise.all(answers)) {
      expect([headers, statuses.filter((status) => status !== 400 && status !== 401)]).toEqual([headers, []]);
      // One answer at most before the connection is given up.
      expect([headers, statuses.length <= 1 || isClosed]).toEqual([headers, true]);
    }
    await isHealthy();
  });

  it('sent one after the other without waiting are answered in order, each judged for itself', async () => {
    const { statuses } = await sendRaw(port, `${get('')}GET /keys HTTP/1.1\r\nhost: a\r\n\r\n`.repeat(50));
    expect(statuses).toEqual(Array.from({ length: 50 }, () => [200, 401]).flat());
  });
});

describe('floods', () => {
  it('of calls in one request are refused, and never answered with as many words as they had', async () => {
    const calls = (count: number) => Array(count).fill('session.get').join(',');
    const body = '{}';
    expect(await statusOf(ask(`/trpc/${calls(101)}?batch=1`))).toBe(400);
    expect(await statusOf(ask(`/trpc/${calls(101).replaceAll(',', '%2C')}?batch=1`))).toBe(400);
    expect(
      await statusOf(ask(`/trpc/${calls(1_000)}?batch=1`, { method: 'POST', body, headers: json })),
    ).toBe(400);
    expect(await statusOf(ask(`/trpc/${calls(100)}?batch=1&input={}`))).toBe(200);
    const names = `{${Array.from({ length: 80_000 }, (_, n) => `"k${n}":1`).join(',')}}`;
    for (const path of ['/auth/sign-in', '/trpc/auth.signIn']) {
      const answer = await ask(path, { method: 'POST', body: names, headers: json });
      expect((await answer.text()).length).toBeLessThan(20_000);
    }
  });

  it('of 24,000 paths stay one endpoint and a few buckets', async () => {
    const perSocket = 600;
    const flood = async (socketNo: number) => {
      for (let n = 0; n < perSocket; n += 200) {
        const batch = Array.from(
          { length: 200 },
          (_, k) => `GET /api/v1/${socketNo}/${n + k} HTTP/1.1\r\nhost: a\r\n\r\n`,
        );
        const { statuses } = await sendRaw(port, batch.join(''), { quietMs: 30_000, expected: 200 });
        expect(new Set(statuses)).toEqual(new Set([404]));
      }
    };
    const sizes: number[] = [];
    for (const half of [0, 20]) {
      for (let at = half; at < half + 20; at += 10)
        await Promise.all(Array.from({ length: 10 }, (_, n) => flood(at + n)));
      await isHealthy();
      sizes.push(await live());
    }
    console.log(`live memory after 12,000 and 24,000 paths: ${sizes.join(' and ')} MiB`);
    // The first half fills the bounded buffers; the second finds them as they are.
    expect(sizes[1]! - sizes[0]!).toBeLessThan(20);
    const endpoints = await test.db.$queryRaw<
      { endpoint: string }[]
    >`SELECT DISTINCT endpoint FROM metrics_minutes WHERE endpoint LIKE '%unmatched%' OR endpoint LIKE '%/api/v1/%'`;
    expect(endpoints.length).toBeLessThan(10);
  }, 120_000);

  it('of 1,000 idle connections leave room for others', async () => {
    const sockets = await Promise.all(Array.from({ length: 1_000 }, () => openSocket(port)));
    await isHealthy();
    for (const socket of sockets) socket.write('GET /he');
    await sleep(200);
    await isHealthy();
    for (const socket of sockets) socket.destroy();
  });
});

/** Gzip of so many megabytes of zeros, made from the same member over and over. */
function gzipBomb(megabytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(1024 * 1024), { level: 9 });
  return Buffer.concat(Array.from({ length: megabytes }, () => member));
}
