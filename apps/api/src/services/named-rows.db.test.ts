import { randomUUID } from 'node:crypto';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

const names = [
  'export',
  'names',
  'stream',
  'summary',
  '{name}',
  'a/b',
  'a%2Fb',
  '100%',
  'ä ö?x=1#y',
  '*',
  ':name',
];

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
  const request = { timestamp: '2026-01-31T09:00:00Z', method: 'GET', path: '/a', statusCode: 200 };
  for (const name of names) {
    const batchId = randomUUID();
    const requests = names.map((consumer) => ({ ...request, consumer }));
    expect((await api.send('POST', '/ingest/requests', { batchId, service: name, requests })).status).toBe(
      200,
    );
    await mergeBatch(database.db, { batchId, maxEndpoints: 20 });
  }
});
afterAll(async () => {
  await api.close();
  await database.close();
});

it.each(names)('a service and a consumer that are called %s are reached by that name', async (name) => {
  const at = encodeURIComponent(name);
  const { status, body } = await api.call(`/services/${at}`);
  expect([status, body.data?.name, body.data?.trafficCount]).toEqual([200, name, names.length]);
  const consumer = await api.call(`/consumers/${at}?service=${at}`);
  expect([consumer.status, consumer.body.data?.id, consumer.body.data?.service]).toEqual([200, name, name]);
});
