import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from './testing/open-test-app.ts';
import { sendLines } from './testing/send-lines.ts';
import { type ApiProcess, freePort, spawnApi } from './testing/spawn-api.ts';
import { createTypedClient } from './testing/typed-client.ts';

let database: TestDb;
let other: TestApp;
let api: ApiProcess | undefined;
beforeAll(async () => {
  database = await createTestDb();
  other = await openTestApp(database.url);
});
afterEach(async () => {
  if (api?.child.exitCode === null) await api.stop('SIGKILL');
});
afterAll(async () => {
  await other.close();
  await database.close();
});

const post = (message: string) =>
  other.send('POST', '/logs', { source: 'test', level: 'info', message, service: 'restart' });

describe('the API process', () => {
  it('refuses to start with settings that are wrong, in one line', async () => {
    await expect(spawnApi({ DATABASE_URL: database.url, HOST: '0.0.0.0', AUTH: 'off' })).rejects.toThrow(
      /^apiscope api: AUTH: .*loopback[^\n]*\n$/,
    );
  }, 120_000);

  it('is up while the database is away, and stops with exit code 0', async () => {
    const port = await freePort();
    api = await spawnApi({ DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres`, PORT: '0' });
    const status = async (path: string) => (await fetch(`${api!.origin}${path}`)).status;
    expect([
      await status('/health/live'),
      await status('/health/ready'),
      await status('/api/v1/users'),
    ]).toEqual([200, 503, 503]);
    const startedAt = Date.now();
    expect(await api.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(Date.now() - startedAt).toBeLessThan(12_000);
  }, 120_000);

  it('delivers what it holds and ends its streams when it is asked to stop', async () => {
    api = await spawnApi({ DATABASE_URL: database.url, PORT: '0' });
    const stream = await fetch(`${api.origin}/logs/stream`);
    const ended = stream.text();
    for (let count = 0; count < 25; count++) await (await fetch(`${api.origin}/api/v1/users`)).text();
    const sending = sendLines(api.origin);
    const line = '{"source":"s","level":"info","message":"still sending"}';
    await sending.send(`${line}\n${line}\n{"source":`);
    await sleep(100);
    const startedAt = Date.now();
    expect(await api.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    const events = await ended;
    expect([events.startsWith(': connected\n\n'), events.endsWith('\n\nretry: 1000\n\n')]).toEqual([
      true,
      true,
    ]);
    const { status, retryAfter, body } = await sending.answer;
    expect([status, retryAfter, body.metadata]).toEqual([
      503,
      '5',
      { accepted: 2, rejectedCount: 0, rejected: [], nextIndex: 2 },
    ]);
    const [kept] = await database.db.$queryRaw<{ samples: number; snapshots: number; logs: number }[]>`
      SELECT (SELECT sum(sample_count)::int FROM metric_batches) AS samples,
             (SELECT count(*)::int FROM request_snapshots) AS snapshots,
             (SELECT count(*)::int FROM logs WHERE message LIKE 'GET /api/v1/users%') AS logs`;
    expect(kept).toEqual({ samples: 25, snapshots: 25, logs: 25 });
  }, 120_000);

  it('lets a client that knows only its type follow logs across a kill and a restart', async () => {
    const port = String(await freePort());
    api = await spawnApi({ DATABASE_URL: database.url, PORT: port });
    const client = createTypedClient(api.origin);
    await other.send('POST', '/api/v1/users', { name: 'Ada', age: 36 });
    expect((await client.users.list.query({ name__eq: 'Ada' })).data).toMatchObject([
      { name: 'Ada', age: 36 },
    ]);
    const seen: string[] = [];
    const problems: unknown[] = [];
    const following = client.logs.stream.subscribe(
      { service__eq: 'restart' },
      {
        onData: ({ data }) => seen.push('gap' in data ? data.gap.reason : data.message),
        onError: (error) => problems.push(error),
      },
    );
    const until = async (count: number) => {
      for (let wait = 0; seen.length < count && wait < 1_000; wait++) await sleep(20);
    };
    await sleep(1_000);
    for (const message of ['1', '2']) await post(message);
    await until(2);
    await api.stop('SIGKILL');
    for (const message of ['3', '4', '5']) await post(message);
    api = await spawnApi({ DATABASE_URL: database.url, PORT: port });
    await until(5);
    await post('6');
    await until(6);
    expect([seen, problems]).toEqual([['1', '2', '3', '4', '5', '6'], []]);
    following.unsubscribe();
  }, 180_000);
});
