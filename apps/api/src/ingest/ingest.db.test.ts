import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
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

const request = (fields: object) => ({
  timestamp: '2026-01-31T09:00:00Z',
  method: 'get',
  path: '/v2/0c5bbe9e-2b1e-4b0f-9f4e-0c7d8d2a4f11/servers?token=abc&q=1',
  statusCode: 200,
  ...fields,
});
const send = (body: object) => api.send('POST', '/ingest/requests', body);

describe('POST /ingest/requests', () => {
  it('takes a batch once: samples, their job and redacted snapshots', async () => {
    const batch = {
      batchId: '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c01',
      service: 'shop',
      version: '1.2.3',
      requests: [
        request({ duration: 12.5, responseSize: 100, ip: '8.8.8.8' }),
        request({
          method: 'POST',
          route: '/orders/{order}',
          statusCode: 500,
          body: '{"password":"hunter2"}',
          headers: { 'Content-Type': 'application/json' },
        }),
        request({ statusCode: null, headers: { 'Content-Type': 'text/plain', Authorization: 'Bearer abc' } }),
      ],
    };
    expect(await send(batch)).toMatchObject({
      status: 200,
      body: { data: { accepted: 3, duplicate: false } },
    });
    expect((await send(batch)).body.data).toEqual({ accepted: 0, duplicate: true });
    const { body } = await api.call('/replay?service=shop&order_by=id&order=asc');
    expect(body.data).toMatchObject([
      {
        endpoint: 'GET /v2/{id}/servers',
        query: { token: '[redacted]', q: '1' },
        geoCountry: 'US',
        geoSource: 'ip',
      },
      { endpoint: 'POST /orders/{order}', statusCode: 500, version: '1.2.3' },
      { endpoint: 'GET /v2/{id}/servers', statusCode: null },
    ]);
    const { body: one } = await api.call(`/replay/${body.data[1]!.id}`);
    expect(one.data).toMatchObject({
      body: { password: '[redacted]' },
      redactedPaths: ['query.token', 'body.password'],
    });
    const jobs = await api.call('/worker/jobs?task__eq=process_raw_metrics');
    expect(jobs.body.metadata.total).toBe(1);
    expect(jobs.body.data[0]).toMatchObject({ status: 'queued', payload: { batchId: batch.batchId } });
  });

  it('answers metrics of what was taken in, merged', async () => {
    const batchId = '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c02';
    const requests = Array.from({ length: 200 }, (_, index) =>
      request({ path: '/a', duration: index + 1, statusCode: index < 10 ? 404 : 200 }),
    );
    await send({ batchId, service: 'merged', requests });
    await mergeBatch(database.db, { batchId, maxEndpoints: 2_000 });
    const { body } = await api.call('/metrics/aggregate?service=merged');
    expect(body.metadata).toEqual({
      startDate: '2026-01-31T09:00:00.000Z',
      endDate: '2026-01-31T09:01:00.000Z',
      windowSize: null,
    });
    expect(body.data[0]).toMatchObject({ trafficCount: 200, errorRate: 5, clientErrorCount: 10 });
    expect(Math.abs((body.data[0]!.p95Latency as number) / 190 - 1)).toBeLessThan(0.015);
    const endpoints = await api.call('/metrics/endpoints?service=merged');
    expect(endpoints.body.data).toMatchObject([{ endpoint: 'GET /a', trafficCount: 200 }]);
    const summary = await api.call('/metrics/summary?service=merged');
    expect(summary.body.data).toMatchObject({ trafficCount: 200, previous: { trafficCount: 0 } });
    expect((await api.call('/metrics/countries?service=merged')).body.data).toEqual([
      { country: 'unknown', trafficCount: 200, errorRate: 5 },
    ]);
    const windows = await api.call('/metrics?service=merged&windowSize=3600');
    expect(windows.body.data).toMatchObject([{ windowStart: '2026-01-31T09:00:00.000Z', trafficCount: 200 }]);
  });

  it('names the timestamps that are out of bounds', async () => {
    const { status, body } = await send({
      batchId: '7d8ffb0a-6a35-4a5c-9f53-0a4d9b9f2c03',
      service: 'late',
      requests: [request({}), request({ timestamp: '1989-12-31T23:59:59Z' })],
    });
    expect([status, body.error?.issues?.map(({ path }) => path)]).toEqual([400, ['requests.1.timestamp']]);
  });

  it('redacts who called, and what the service ran as', async () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2lnbmF0dXJl';
    const requests = [request({ userId: secret, consumer: secret, consumerName: secret })];
    await send({ batchId: crypto.randomUUID(), service: 'leaky', version: secret, stage: secret, requests });
    const list = await api.call('/replay?service=leaky');
    const stored = await api.call(`/replay/${list.body.data[0]!.id}`);
    expect(stored.body.data).toMatchObject({
      userId: '[redacted]',
      version: '[redacted]',
      stage: '[redacted]',
    });
    expect(JSON.stringify([list.body, stored.body])).not.toContain('eyJhbGci');
  });

  it.each(['a\0b', 'a\ud800b'])('stores what PostgreSQL cannot hold, wherever it is: %j', async (odd) => {
    const { status, body } = await send({
      batchId: crypto.randomUUID(),
      service: `odd ${odd}`,
      version: odd,
      stage: odd,
      instance: odd,
      sdk: { name: odd, version: odd },
      requests: [
        request({
          method: odd,
          path: `/${odd}`,
          route: `/${odd}`,
          ip: odd,
          query: { [odd]: odd },
          headers: { [odd]: [odd] },
          body: odd,
          bodyInfo: { contentType: odd },
          responseHeaders: { [odd]: odd },
          responseBody: odd,
          responseBodyInfo: { contentType: odd },
          userId: odd,
          requestId: odd,
          traceId: odd,
          consumer: odd,
          consumerName: odd,
          rpc: { system: odd, procedure: odd },
          validationPaths: [odd],
          error: { type: odd, message: odd },
        }),
      ],
    });
    expect([status, body.data]).toEqual([200, { accepted: 1, duplicate: false }]);
    const stored = await api.call(`/replay?service=${encodeURIComponent('odd a\ufffdb')}&limit=1`);
    const safe = 'a\ufffdb';
    expect(stored.body.data[0]).toMatchObject({ userId: safe, version: safe, stage: safe, traceId: safe });
  });
});

describe('the worker routes', () => {
  it('enqueue, cancel and refuse by name', async () => {
    const created = await api.send('POST', '/worker/jobs', { task: 'health_check', delay: 60_000 });
    expect(created).toMatchObject({
      status: 201,
      body: { data: { task: 'health_check', status: 'queued' } },
    });
    const path = `/worker/jobs/${created.body.data.id}`;
    expect((await api.call(path)).body.data).toMatchObject({ status: 'queued' });
    expect((await api.call(`${path}/retry`, { method: 'POST' })).status).toBe(409);
    expect((await api.call(`${path}/cancel`, { method: 'POST' })).body.data).toMatchObject({
      status: 'cancelled',
    });
    expect((await api.call(`${path}/cancel`, { method: 'POST' })).status).toBe(409);
    const unknown = await api.send('POST', '/worker/jobs', { task: 'format_disk' });
    expect([unknown.status, unknown.body.error?.issues?.[0]?.path]).toEqual([400, 'task']);
    const payload = await api.send('POST', '/worker/jobs', {
      task: 'process_raw_metrics',
      payload: { a: 1 },
    });
    expect(payload.body.error?.issues?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['payload.batchId', 'payload.a']),
    );
    expect((await api.call('/worker/jobs/999999')).status).toBe(404);
    expect((await api.call('/worker/crons')).body.data.length).toBeGreaterThanOrEqual(3);
    expect((await api.call('/worker/stats')).body.data).toMatchObject({
      counts: { cancelled: 1 },
      tasks: expect.arrayContaining([expect.objectContaining({ task: 'health_check' })]),
    });
    expect((await api.call('/replay/999999/runs')).status).toBe(404);
  });

  it('tell how the parts are doing', async () => {
    const { status, body } = await api.call('/health');
    expect([status, body.data]).toMatchObject([
      200,
      { status: 'degraded', parts: { database: { status: 'ok' }, worker: { status: 'degraded', alive: 0 } } },
    ]);
    expect((await api.call('/info')).body.data).toMatchObject({
      name: 'apiscope',
      database: { kind: database.kind === 'embedded' ? 'embedded' : 'external', version: expect.any(String) },
    });
  });
});
