import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { attribute, exportOf, nanos, type SpanOptions, spanOf } from './testing/make-spans.ts';

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

const headers = { 'content-type': 'application/json' };
const post = async (path: string, body: object, turn = 0) => {
  const { app } = processes[turn % 2]!;
  const answer = await app.request(path, { method: 'POST', body: JSON.stringify(body), headers });
  return [answer.status, await answer.text()];
};
/** Sends bodies at once, to two processes by turns. */
const atOnce = async (path: string, bodies: readonly object[]) => {
  const answers = await Promise.all(bodies.map((body, turn) => post(path, body, turn)));
  expect(answers).toEqual(bodies.map(() => [200, '{}']));
};
const requestsOf = async (service: string) => {
  const waiting = await database.db.metricBatch.findMany({ where: { service, processedAt: null } });
  for (const { id } of waiting) await mergeBatch(database.db, { batchId: id, maxEndpoints: 100 });
  const scope = `service=${service}&startDate=2026-01-31&endDate=2026-02-01`;
  return (await processes[0].call(`/metrics/summary?${scope}`)).body.data.trafficCount;
};

const attributes = { 'http.request.method': 'GET', 'http.route': '/a', 'http.response.status_code': 200 };
const server = (id: string, options: SpanOptions = {}) => spanOf(id, { attributes, ...options });
const fiveOf = (body: object) => Array.from({ length: 5 }, () => body);

describe('a body that is sent five times at once, to two processes', () => {
  it('of spans counts once', async () => {
    const spans = ['a1', 'a2', 'a3'].map((id) => server(id));
    await atOnce('/v1/traces', fiveOf(exportOf({ 'service.name': 'once' }, ...spans)));
    expect(await requestsOf('once')).toBe(3);
    expect(await database.db.requestSnapshot.count({ where: { service: 'once' } })).toBe(3);
    expect(await database.db.span.count({ where: { service: 'once' } })).toBe(3);
  });

  it('of logs counts once', async () => {
    const record = { timeUnixNano: nanos('2026-01-31T09:00:00Z'), body: { stringValue: 'a' } };
    await atOnce('/v1/logs', fiveOf(logsOf('once-logs', record, record)));
    expect(await database.db.log.count({ where: { service: 'once-logs' } })).toBe(2);
  });

  it('of histograms counts once', async () => {
    const point = {
      startTimeUnixNano: nanos('2026-01-31T09:00:00Z'),
      timeUnixNano: nanos('2026-01-31T09:01:00Z'),
      count: '10',
      sum: 1,
      bucketCounts: ['10', '0'],
      explicitBounds: [0.5],
      attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    };
    const histogram = { aggregationTemporality: 1, dataPoints: [point] };
    const metrics = [{ name: 'http.server.request.duration', unit: 's', histogram }];
    const resource = { attributes: [attribute('service.name', 'once-metrics')] };
    await atOnce('/v1/metrics', fiveOf({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] }));
    expect(await requestsOf('once-metrics')).toBe(10);
  });
});

describe('SERVER spans of one trace', () => {
  const chain = (service: string, digit: string) => {
    const trace = `${digit}0`;
    const ids = [1, 2, 3].map((n) => `${digit}${n}`);
    return ids.map((id, n) =>
      exportOf({ 'service.name': service }, server(id, { trace, ...(n > 0 && { parent: ids[n - 1]! }) })),
    );
  };

  it('right under each other in one service are one request, whichever batch brings which, in whatever order', async () => {
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ];
    for (const [n, order] of orders.entries()) {
      const batches = chain(`order-${n}`, `${n + 1}`);
      for (const at of order) await post('/v1/traces', batches[at]!, at);
      expect([order, await requestsOf(`order-${n}`)]).toEqual([order, 1]);
      expect(await database.db.span.count({ where: { service: `order-${n}` } })).toBe(3);
    }
  });

  it('are one request also when two processes take them at once, again and again', async () => {
    for (const digit of ['4', '5', '6', '7', '8']) {
      const [outer, inner] = chain('at-once', digit);
      await atOnce('/v1/traces', [inner!, outer!, inner!, outer!]);
    }
    expect(await requestsOf('at-once')).toBe(5);
  });

  it('in several parts of one body are one request', async () => {
    const [outer, inner] = chain('parts', '9') as { resourceSpans: object[] }[];
    const resourceSpans = [...inner!.resourceSpans, ...outer!.resourceSpans];
    await post('/v1/traces', { resourceSpans });
    expect(await requestsOf('parts')).toBe(1);
  });

  it('under a SERVER span of another service are requests of their own', async () => {
    await post('/v1/traces', exportOf({ 'service.name': 'gate' }, server('b1', { trace: 'b0' })));
    const behind = ['b2', 'b3'].map((id) => server(id, { trace: 'b0', parent: 'b1' }));
    await post('/v1/traces', exportOf({ 'service.name': 'behind' }, behind[0]!));
    await post('/v1/traces', exportOf({ 'service.name': 'behind' }, behind[1]!));
    expect([await requestsOf('gate'), await requestsOf('behind')]).toEqual([1, 2]);
  });

  it('that tell of no request hide none', async () => {
    const silent = spanOf('c1', { trace: 'c0', attributes: { job: 'poll' } });
    await post('/v1/traces', exportOf({ 'service.name': 'silent' }, silent));
    await post(
      '/v1/traces',
      exportOf({ 'service.name': 'silent' }, server('c2', { trace: 'c0', parent: 'c1' })),
    );
    expect(await requestsOf('silent')).toBe(1);
  });
});

describe('the same body of logs again', () => {
  const line = { body: { stringValue: 'the job is done' } };
  const stored = (service: string) => database.db.log.count({ where: { service } });

  it('is a repeat where a record has a time, if only the one it was observed at', async () => {
    const observed = { ...line, observedTimeUnixNano: nanos('2026-01-31T09:00:00Z') };
    for (const turn of [0, 1]) await post('/v1/logs', logsOf('timed', observed, line), turn);
    expect(await stored('timed')).toBe(2);
  });

  it('is two events where none has: it says the same whenever it is sent', async () => {
    for (const turn of [0, 1, 0]) await post('/v1/logs', logsOf('timeless', line), turn);
    expect(await stored('timeless')).toBe(3);
    const { data } = (await processes[0].call('/logs?service__eq=timeless&order_by=id&order=asc')).body;
    const times = data.map(({ created_at }) => Date.parse(String(created_at)));
    expect(times.every((time) => Math.abs(Date.now() - time) < 60_000)).toBe(true);
  });
});

function logsOf(service: string, ...logRecords: object[]): object {
  const resource = { attributes: [attribute('service.name', service)] };
  return { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] };
}
