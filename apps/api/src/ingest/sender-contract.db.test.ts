import { randomUUID } from 'node:crypto';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let database: TestDb;
let processes: [TestApp, TestApp];
beforeAll(async () => {
  database = await createTestDb();
  processes = [await openTestApp(database.url), await openTestApp(database.url)];
});
afterAll(async () => {
  for (const each of processes) await each.close();
  await database.close();
});

const timestamp = '2026-01-31T09:00:00Z';
const request = (fields: object = {}) => ({
  timestamp,
  method: 'GET',
  path: '/a',
  statusCode: 200,
  ...fields,
});
const requests = (body: object) => processes[0].send('POST', '/ingest/requests', body);
const logs = (body: object) => processes[0].send('POST', '/ingest/logs', body);
const jwt = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(20)}.${'b'.repeat(20)}`;

/** Sends a body five times at once, to two processes by turns. */
async function fiveTimes(path: string, body: object) {
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, turn) => processes[turn % 2]!.send('POST', path, body)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  return answers.map(({ body: { data } }) => ({ ...data }));
}

describe('a batch that is sent five times at once, to two processes', () => {
  it('of requests counts once, with what its sender had dropped', async () => {
    const batchId = randomUUID();
    const sender = { instance: 'pod-1', sdk: { name: 'apiscope-node', version: '1.0.0' }, dropped: 7 };
    const batch = {
      batchId,
      service: 'once',
      ...sender,
      requests: [request(), request({ statusCode: 500 })],
    };
    const answers = await fiveTimes('/ingest/requests', batch);
    expect(answers.filter(({ duplicate }) => !duplicate)).toEqual([{ accepted: 2, duplicate: false }]);
    await mergeBatch(database.db, { batchId, maxEndpoints: 100 });
    const summary = await processes[1].call('/metrics/summary?service=once');
    expect(summary.body.data).toMatchObject({ trafficCount: 2, errorRate: 50, approximate: false });
    expect(await database.db.requestSnapshot.count({ where: { service: 'once' } })).toBe(2);
    const service = await processes[1].call('/services/once');
    expect(service.body.data).toMatchObject({ source: 'sdk', dropped: 7, sdk: { name: 'apiscope-node' } });
    const senders = await database.db.serviceSender.findMany({ where: { service: 'once' } });
    expect(senders).toMatchObject([{ instance: 'pod-1', sdkName: 'apiscope-node', dropped: 7n }]);
  });

  it('of logs is stored once, with its counters', async () => {
    const batch = {
      batchId: randomUUID(),
      service: 'once-logs',
      version: '2.0',
      logs: [1, 2, 3].map((n) => ({ source: 'app', level: 'info', message: `started in ${n} ms` })),
    };
    const answers = await fiveTimes('/ingest/logs', batch);
    expect(answers.filter(({ duplicate }) => !duplicate)).toMatchObject([{ accepted: 3 }]);
    expect(answers.filter(({ duplicate }) => duplicate)).toMatchObject(Array(4).fill({ accepted: 0 }));
    const { body } = await processes[1].call('/logs?service__eq=once-logs');
    expect(body.metadata.total).toBe(3);
    expect(body.data[0]).toMatchObject({ meta: { version: '2.0' } });
    const facets = await processes[1].call('/logs/facets?service__eq=once-logs');
    expect(facets.body.data.level).toContainEqual({ value: 'info', count: 3 });
  });
});

describe('POST /ingest/requests', () => {
  it('keeps what the observer knew beside the HTTP, redacted, and describes bodies as it did', async () => {
    const batch = {
      batchId: randomUUID(),
      service: 'rpc',
      requests: [
        request({
          method: 'POST',
          path: '/trpc/users.get',
          route: '/trpc/users.get',
          statusCode: 400,
          duration: null,
          timeToFirstByte: 12.5,
          consumer: 'acme',
          consumerName: 'Acme Ltd.',
          rpc: { system: 'trpc', procedure: 'users.get', type: 'query' },
          validationPaths: ['input.age'],
          error: { type: 'ZodError', message: `refused ${jwt}` },
          bodyInfo: { contentType: 'application/json', size: 900, omitted: 'unread' },
          responseBody: '{"a":',
          responseBodyInfo: { contentType: 'application/json', size: 90_000, truncated: true },
        }),
        request({ snapshot: false, consumer: 'acme' }),
      ],
    };
    expect((await requests(batch)).body.data).toEqual({ accepted: 2, duplicate: false });
    const list = await processes[0].call('/replay?service=rpc&consumer__eq=acme');
    expect(list.body.data).toMatchObject([{ endpoint: 'POST /trpc/users.get', consumer: 'acme' }]);
    const { body } = await processes[0].call(`/replay/${list.body.data[0]!.id}`);
    expect(body.data).toMatchObject({
      attributes: {
        rpc: { system: 'trpc', procedure: 'users.get', type: 'query' },
        validationPaths: ['input.age'],
        error: { type: 'ZodError', message: 'refused [redacted]' },
        timeToFirstByte: 12.5,
        consumerName: 'Acme Ltd.',
      },
      body: null,
      bodyInfo: { contentType: 'application/json', size: 900, truncated: false, omitted: 'unread' },
      responseBodyInfo: { size: 90_000, truncated: true, omitted: null },
      redactedPaths: ['attributes.error.message'],
    });
  });

  it('scales what a sampling sender counted, and says that it is an estimate, wherever it is asked', async () => {
    const batchId = randomUUID();
    const sampled = Array.from({ length: 30 }, (_, n) =>
      request({ duration: n, responseSize: 10, weight: 10 / 3 }),
    );
    const failed = [request({ statusCode: 503, duration: 1_000, responseSize: 1 })];
    await requests({ batchId, service: 'sampled', requests: [...sampled, ...failed] });
    await mergeBatch(database.db, { batchId, maxEndpoints: 100 });
    const estimate = { trafficCount: 101, serverErrorCount: 1, responseSize: 1_001, approximate: true };
    for (const path of ['/metrics/summary', '/metrics/aggregate', '/metrics/endpoints', '/metrics']) {
      const { data } = (await processes[0].call(`${path}?service=sampled`)).body;
      expect([path, Array.isArray(data) ? data[0] : data]).toMatchObject([path, estimate]);
    }
    const only = await processes[0].call('/metrics?approximate__eq=true');
    expect(only.body.data.map(({ service }) => service)).toEqual(['sampled']);
  });

  it('names each field that is wrong', async () => {
    const { status, body } = await requests({
      batchId: randomUUID(),
      service: 's',
      dropped: -1,
      requests: [
        request({ weight: 0.5, consumer: '', rpc: { system: 'trpc' } }),
        request({ validationPaths: ['x'.repeat(201)], bodyInfo: { sise: 1 }, error: {} }),
      ],
    });
    expect(status).toBe(400);
    expect(body.error?.issues?.map(({ path }) => path).sort()).toEqual([
      'dropped',
      'requests.0.consumer',
      'requests.0.rpc.procedure',
      'requests.0.weight',
      'requests.1.bodyInfo.sise',
      'requests.1.error.type',
      'requests.1.validationPaths.0',
    ]);
  });
});

describe('POST /ingest/logs', () => {
  it('lists lines that cannot be stored, and refuses a batch in which none can', async () => {
    const good = { source: 'app', level: 'info', message: 'hello' };
    const batch = { batchId: randomUUID(), service: 'lines', logs: [good, { ...good, level: 'loud' }, 7] };
    const { body } = await logs(batch);
    expect(body.data).toMatchObject({
      accepted: 1,
      duplicate: false,
      rejectedCount: 2,
      rejected: [{ index: 1, issues: [{ path: 'level' }] }, { index: 2 }],
    });
    const none = await logs({ ...batch, batchId: randomUUID(), logs: [{ ...good, level: 'loud' }] });
    expect([none.status, none.body.error?.issues?.[0]?.path]).toEqual([400, '0.level']);
    const many = await logs({ ...batch, logs: Array(1_001).fill(good) });
    expect([many.status, many.body.error?.issues?.[0]?.path]).toEqual([400, 'logs']);
  });
});
