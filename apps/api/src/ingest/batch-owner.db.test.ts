import { randomUUID } from 'node:crypto';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const requests = [{ timestamp: '2026-01-31T09:00:00Z', method: 'GET', path: '/a', statusCode: 200 }];
const logs = [{ source: 'a', level: 'info', message: 'a line' }];

describe.each([
  ['/ingest/requests', { requests }],
  ['/ingest/logs', { logs }],
])('the same batch id of two services at %s', (path, content) => {
  it('is two batches, each taken once, in parallel too', async () => {
    const batchId = randomUUID();
    const services = ['shop', 'bill\0ing', 'shop', 'bill\0ing', 'third', 'shop'];
    const answers = await Promise.all(
      services.map((service) => api.send('POST', path, { batchId, service, ...content })),
    );
    const accepted = (name: string) =>
      answers
        .filter((_, at) => services[at] === name)
        .map(({ body }) => body.data.accepted as number)
        .sort();
    expect(['shop', 'bill\0ing', 'third'].map(accepted)).toEqual([[0, 0, 1], [0, 1], [1]]);
    const again = await api.send('POST', path, { batchId, service: 'bill\0ing', ...content });
    expect(again.body.data).toMatchObject({ accepted: 0, duplicate: true });
  });
});

it('each batch of requests has a job of its own', async () => {
  const batchId = randomUUID();
  for (const service of ['one', 'two'])
    await api.send('POST', '/ingest/requests', { batchId, service, requests });
  const batches = await database.db.$queryRaw`
    SELECT batch.service FROM metric_batches AS batch JOIN job_runs AS run ON run.payload->>'batchId' = batch.id::text
    WHERE batch.service IN ('one', 'two') ORDER BY 1`;
  expect(batches).toEqual([{ service: 'one' }, { service: 'two' }]);
});
