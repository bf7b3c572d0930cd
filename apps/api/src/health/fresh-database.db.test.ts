import { migrate } from '@apiscope/db/migrate';
import { createEmptyDatabase } from '@apiscope/db/testing/test-db';
import { prepareDatabase } from '@apiscope/jobs/migrate/prepare-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { smallHar } from '../testing/small-har.ts';

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let app: TestApp;
beforeAll(async () => {
  database = await createEmptyDatabase();
  app = await openTestApp(database.url);
}, 120_000);
afterAll(async () => {
  await app.close();
  await database.stop();
});

const line = { source: 'a', level: 'info', message: 'm' };
const batchId = '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c01';
const request = {
  timestamp: new Date().toISOString(),
  method: 'GET',
  path: '/a',
  route: '/a',
  statusCode: 200,
  duration: 1,
};

it('without the tables of the queue the API is not ready, and says what is missing is no defect', async () => {
  await migrate({ url: database.url });
  const { status, body } = await app.call('/health/ready');
  expect([status, body.error?.message]).toEqual([503, 'the database lacks 1 migrations']);
}, 60_000);

it('prepared, it takes in everything before any worker has run', async () => {
  expect(await prepareDatabase({ url: database.url })).toEqual({ applied: [], ahead: [] });
  await Promise.all([prepareDatabase(database), prepareDatabase(database)]);
  expect((await app.call('/health/ready')).status).toBe(200);
  const sent: [string, unknown, number][] = [
    ['/logs', line, 201],
    ['/ingest/logs', { batchId, service: 'shop', logs: [line] }, 200],
    ['/ingest/requests', { batchId, service: 'shop', requests: [request] }, 200],
    ['/v1/logs', { resourceLogs: [] }, 200],
    ['/import/har?service=shop', smallHar, 201],
    ['/worker/jobs', { task: 'health_check', payload: {} }, 201],
  ];
  for (const [path, body, status] of sent)
    expect([path, (await app.send('POST', path, body)).status]).toEqual([path, status]);
  const { data } = (await app.call('/worker/jobs')).body;
  expect(data.map(({ task }) => task)).toEqual(
    expect.arrayContaining(['health_check', 'process_raw_metrics']),
  );
  expect(data.every((job) => job.status === 'queued')).toBe(true);
}, 60_000);
