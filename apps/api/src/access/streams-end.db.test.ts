import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import type { AppRouter } from '../router.ts';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { makeKey } from '../testing/make-key.ts';
import { openBrowser } from '../testing/open-browser.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { watchCallers } from './watch-callers.ts';

let test: TestDb;
let app: TestApp;
let server: NodeServer;
beforeAll(async () => {
  test = await createTestDb();
  app = await openTestApp(test.url, { AUTH: 'on' });
  const { identify, clock } = app.deps;
  const watchCaller = watchCallers({ identify, clock, everyMs: 200 });
  server = await serveNode(createApp({ ...app.deps, watchCaller }), { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close(50);
  await app.close();
  await test.close();
});

const open = (path: string, headers: Record<string, string>) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
const prefixOf = (token: string) => token.slice(4, 16);
const revoke = (token: string) =>
  test.db.apiKey.update({ where: { prefix: prefixOf(token) }, data: { revokedAt: new Date() } });

async function signUp() {
  const browser = openBrowser(app);
  await test.db.member.deleteMany();
  const person = { email: 'ada@example.com', name: 'Ada', password: 'correct horse' };
  expect((await browser.ask('POST', '/auth/sign-up', person)).status).toBe(201);
  return browser;
}

describe('a stream', () => {
  it('ends with the session that opened it, says so, and does not open again', async () => {
    const browser = await signUp();
    const { cookie } = browser;
    const streams = await Promise.all(
      ['/logs/stream', '/metrics/stream'].map((path) => open(path, { cookie })),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    const texts = streams.map((stream) => stream.text());
    await sleep(500);
    expect((await browser.ask('POST', '/auth/sign-out')).status).toBe(200);
    for (const text of await Promise.all(texts))
      expect(text).toMatch(
        /event: end\ndata: \{"error":\{"code":"UNAUTHORIZED","message":"the session has ended/,
      );
    expect((await open('/logs/stream', { cookie })).status).toBe(401);
  });

  it('ends with the key: revoked within an interval, or at the moment at which it runs out', async () => {
    const [stays, revoked, short] = await Promise.all([
      makeKey(test.db, ['read']),
      makeKey(test.db, ['read']),
      makeKey(test.db, ['read'], { expiresAt: Date.now() + 600 }),
    ]);
    const as = (token: string) => open('/logs/stream', { authorization: `Bearer ${token}` });
    const [left, first, second] = await Promise.all([as(stays), as(revoked), as(short)]);
    await revoke(revoked);
    expect(await first!.text()).toContain('"message":"the API key was revoked"');
    expect(await second!.text()).toContain('"message":"the API key has expired"');
    const reader = left!.body!.getReader();
    await reader.read();
    const next = await Promise.race([reader.read().then(() => 'more'), sleep(500, 'silent')]);
    expect(next).not.toBe('ended');
    await reader.cancel();
  });

  it('over tRPC fails with 401 in words, which a client does not try again', async () => {
    const browser = await signUp();
    const client = createTRPCClient<AppRouter>({
      links: [
        httpSubscriptionLink({
          url: `http://127.0.0.1:${server.port}/trpc`,
          EventSource,
          eventSourceOptions: () => ({
            fetch: (url: string | URL, init?: RequestInit) =>
              fetch(url, { ...init, headers: { ...init?.headers, cookie: browser.cookie } }),
          }),
        }),
      ],
    });
    const codes: unknown[] = [];
    const follow = () =>
      client.logs.stream.subscribe({}, { onError: (error) => codes.push(error.data?.code) });
    follow();
    await sleep(500);
    expect(codes).toEqual([]);
    await test.db.member.deleteMany();
    for (let wait = 0; codes.length === 0 && wait < 300; wait++) await sleep(10);
    expect(codes).toEqual(['UNAUTHORIZED']);
    follow();
    for (let wait = 0; codes.length < 2 && wait < 300; wait++) await sleep(10);
    expect(codes).toEqual(['UNAUTHORIZED', 'UNAUTHORIZED']);
    expect(app.deps.hub.logs.clients).toBe(0);
  });

  it('of logs that comes in ends too, and says what was stored', async () => {
    const token = await makeKey(test.db, ['ingest']);
    const lines = new TransformStream<Uint8Array, Uint8Array>();
    const writer = lines.writable.getWriter();
    const answer = fetch(`http://127.0.0.1:${server.port}/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
      body: lines.readable,
      duplex: 'half',
    } as RequestInit);
    await writer.write(new TextEncoder().encode('{"source":"s","level":"info","message":"stored"}\n'));
    await sleep(300);
    await revoke(token);
    const response = await answer;
    const body = (await response.json()) as { metadata: { accepted: number }; error: { message: string } };
    expect([response.status, body.metadata.accepted, body.error.message]).toEqual([
      401,
      1,
      'the API key was revoked; 1 logs are stored, and nothing from index 1 on',
    ]);
    await writer.abort().catch(() => {});
  });
});
