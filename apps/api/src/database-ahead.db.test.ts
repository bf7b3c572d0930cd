import { migrations } from '@apiscope/db/generated/migrations';
import { migrate } from '@apiscope/db/migrate';
import { nextMigration } from '@apiscope/db/testing/next-migration';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { prepareDatabase } from '@apiscope/jobs/migrate/prepare-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from './testing/open-test-app.ts';
import { parseEvents } from './testing/parse-events.ts';
import { type SpawnedWorker, spawnWorker } from './testing/spawn-worker.ts';

let test: TestDb;
let app: TestApp;
let worker: SpawnedWorker;
let said = '';
beforeAll(async () => {
  test = await createTestDb();
  const { applied } = await migrate({ url: test.url, migrations: [...migrations, nextMigration] });
  expect(applied).toEqual([nextMigration.name]);
  worker = spawnWorker(test.url);
  app = await openTestApp(test.url, {}, { write: (line) => (said += line) });
  await worker.ready;
}, 120_000);
afterAll(async () => {
  worker?.child.kill('SIGKILL');
  await app?.close();
  await test.close();
});

const at = new Date().toISOString();
const request = {
  timestamp: at,
  method: 'GET',
  path: '/carts/7?a=1',
  route: '/carts/{id}',
  statusCode: 200,
  duration: 3,
};
const line = { source: 'cart', service: 'shop', level: 'warn', message: 'cart 4711 of 10.0.0.7 is empty' };
const batch = (n: number) => ({ batchId: `7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c0${n}`, service: 'shop' });
const span = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'GET /carts/{id}',
  kind: 2,
  startTimeUnixNano: `${Date.now()}000000`,
  endTimeUnixNano: `${Date.now() + 5}000000`,
};
const traces = { resourceSpans: [{ resource: {}, scopeSpans: [{ spans: [span] }] }] };

it('serves on a database that the next release has migrated, says so, and goes back to it at a start', async () => {
  expect((await app.call('/health/ready')).status).toBe(200);
  expect(said).toContain(`"ahead":["${nextMigration.name}"]`);
  expect(await prepareDatabase({ url: test.url })).toEqual({ applied: [], ahead: [nextMigration.name] });

  const stream = parseEvents((await app.app.request('/logs/stream?service__eq=shop')).body!);
  // A stream has what comes after its first id.
  for (let seen = await stream.next(); !seen.value?.id; seen = await stream.next());
  const streamed = (async () => {
    for await (const { event, data } of stream) if (event === 'log-update') return JSON.parse(data!);
  })();
  const sent: [method: string, path: string, body: unknown, status: number][] = [
    ['POST', '/logs', line, 201],
    ['POST', '/ingest/logs', { ...batch(1), logs: [line] }, 200],
    ['POST', '/ingest/requests', { ...batch(2), requests: [request] }, 200],
    ['POST', '/ingest/requests', { ...batch(2), requests: [request] }, 200],
    ['POST', '/v1/traces', traces, 200],
    ['POST', '/api/v1/users', { name: 'Ada', age: 36 }, 201],
    ['PATCH', '/api/v1/users/1', { age: 37 }, 200],
    ['DELETE', '/api/v1/users/1', undefined, 200],
    ['POST', '/worker/jobs', { task: 'cleanup_logs', payload: {} }, 201],
    ['POST', '/worker/jobs', { task: 'process_metrics', payload: {} }, 201],
    ['POST', '/worker/jobs', { task: 'maintain_partitions', payload: {} }, 201],
  ];
  for (const [method, path, body, status] of sent)
    expect([path, (await app.send(method, path, body)).status]).toEqual([path, status]);
  expect(await streamed).toMatchObject({ message: line.message });

  await expect
    .poll(async () => (await app.call('/worker/jobs?status__ne=succeeded')).body.metadata.total, {
      timeout: 60_000,
    })
    .toBe(0);
  const lists: [string, number][] = [
    ['/logs?service__eq=shop', 2],
    ['/logs?search=empty%20cart', 2],
    ['/logs?search=10.0.0.7', 2],
    ['/logs/patterns', 1],
    ['/metrics?service=shop&endpoint=GET%20%2Fcarts%2F%7Bid%7D', 1],
    ['/replay?service__eq=shop', 1],
    ['/services', 2],
    ['/traces', 1],
  ];
  for (const [path, least] of lists) {
    const { status, body } = await app.call(path);
    expect([path, status, body.data.length]).toEqual([path, 200, expect.any(Number)]);
    expect([path, body.data.length >= least]).toEqual([path, true]);
  }
  const { data } = (
    await app.call(
      `/metrics/summary?service=shop&startDate=${at.slice(0, 10)}&endDate=${new Date(Date.now() + 86_400_000).toISOString()}`,
    )
  ).body;
  expect(data).toMatchObject({ trafficCount: 1 });
}, 180_000);
