import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mergeBatch } from '@apiscope/db/metrics/merge-batch';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../testing/open-test-app.ts';
import { attribute, exportOf, nanos, spanOf } from '../testing/make-spans.ts';
import { readJson } from '../wire/read-json.ts';
import { writeProtobuf } from '../wire/write-protobuf.ts';

const example = join(import.meta.dirname, '../../../../../../shared/data/otlp/spec_metrics.json');

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

const post = async (body: object, path = '/v1/metrics') => {
  const headers = { 'content-type': 'application/json' };
  const answer = await api.app.request(path, { method: 'POST', body: JSON.stringify(body), headers });
  return [answer.status, await answer.json()];
};
const summaryOf = async (service: string) => {
  const batches = await database.db.metricBatch.findMany({ where: { service, processedAt: null } });
  for (const { id } of batches) await mergeBatch(database.db, { batchId: id, maxEndpoints: 2_000 });
  const { body } = await api.call(
    `/metrics/summary?service=${service}&startDate=2026-01-31&endDate=2026-02-01`,
  );
  return body.data;
};

const request = [
  attribute('http.request.method', 'GET'),
  attribute('http.route', '/users/:id'),
  attribute('http.response.status_code', 200),
];
const at = (minute: number) => nanos(`2026-01-31T09:${String(minute).padStart(2, '0')}:00Z`);

/** Buckets up to 10 ms, up to 100 ms, and above. */
const explicit = (counts: number[], [start, time]: [number, number], attributes = request) => ({
  attributes,
  startTimeUnixNano: at(start),
  timeUnixNano: at(time),
  count: String(counts.reduce((sum, count) => sum + count, 0)),
  sum: 1,
  explicitBounds: [0.01, 0.1],
  bucketCounts: counts.map(String),
  max: 0.2,
});
const exponential = (counts: number[], scale: number, offset: number, [start, time]: [number, number]) => ({
  attributes: request,
  startTimeUnixNano: at(start),
  timeUnixNano: at(time),
  count: String(counts.reduce((sum, count) => sum + count, 0)),
  scale,
  positive: { offset, bucketCounts: counts },
});
const metricsOf = (service: string, ...metrics: object[]) => ({
  resourceMetrics: [
    { resource: { attributes: [attribute('service.name', service)] }, scopeMetrics: [{ metrics }] },
  ],
});
const duration = (dataPoints: object[], aggregationTemporality: number, kind = 'histogram') => ({
  name: 'http.server.request.duration',
  unit: 's',
  [kind]: { aggregationTemporality, dataPoints },
});

describe('POST /v1/metrics', () => {
  it.skipIf(!existsSync(example))('takes the official example, in JSON and in protobuf', async () => {
    const body = JSON.parse(readFileSync(example, 'utf8'));
    expect(await post(body)).toEqual([200, {}]);
    const name = 'ExportMetricsServiceRequest';
    const answer = await api.app.request('/v1/metrics', {
      method: 'POST',
      body: writeProtobuf(name, readJson(name, body)),
      headers: { 'content-type': 'application/x-protobuf' },
    });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  it('counts delta histograms, once however often they are sent, and says that this is an estimate', async () => {
    const body = metricsOf('delta', duration([explicit([4, 2, 1], [0, 1])], 1), {
      name: 'http.server.duration',
      unit: 'ms',
      histogram: { aggregationTemporality: 1, dataPoints: [explicit([9, 9, 9], [0, 1])] },
    });
    expect(await Promise.all([post(body), post(body), post(body)])).toEqual(Array(3).fill([200, {}]));
    const { trafficCount, p50Latency, p99Latency } = await summaryOf('delta');
    expect([trafficCount, Math.round(p50Latency as number), Math.round(p99Latency as number)]).toEqual([
      7, 5, 200,
    ]);
    const { body: windows } = await api.call('/metrics?service=delta&windowSize=60');
    expect(windows.data).toMatchObject([{ endpoint: 'GET /users/{id}', trafficCount: 7, approximate: true }]);
  });

  it('counts what a cumulative histogram adds, through a restart, late and repeated points', async () => {
    const send = (counts: number[], times: [number, number]) =>
      post(metricsOf('cumulative', duration([explicit(counts, times)], 2)));
    const total = async () => (await summaryOf('cumulative')).trafficCount;
    await send([1, 0, 0], [0, 1]);
    await send([3, 0, 0], [0, 2]);
    expect(await total()).toBe(3);
    await send([2, 0, 0], [0, 1]);
    await send([3, 1, 0], [0, 2]);
    expect(await total()).toBe(3);
    await send([3, 4, 0], [0, 4]);
    expect(await total()).toBe(7);
    await send([1, 1, 0], [5, 6]);
    expect(await total()).toBe(9);
    await Promise.all(Array.from({ length: 5 }, () => send([2, 2, 2], [5, 7])));
    expect(await total()).toBe(13);
  });

  it('counts nothing of the life that a series had before it was sent here', async () => {
    const old = { ...explicit([1_000, 0, 0], [0, 30]), startTimeUnixNano: nanos('2026-01-01T00:00:00Z') };
    await post(metricsOf('known', duration([old], 2)));
    const next = { ...old, timeUnixNano: at(31), bucketCounts: ['1000', '5', '0'], count: '1005' };
    await post(metricsOf('known', duration([next], 2)));
    expect((await summaryOf('known')).trafficCount).toBe(5);
  });

  it('follows an exponential histogram as its scale becomes coarser', async () => {
    const send = (point: object) =>
      post(metricsOf('exponential', duration([point], 2, 'exponentialHistogram')));
    // Base 2^(1/4): bucket -9 ends at 2^-2 s = 250 ms.
    await send(exponential([2], 2, -9, [0, 1]));
    await send(exponential([2, 3], 1, -5, [0, 2]));
    const { trafficCount, p50Latency } = await summaryOf('exponential');
    expect(trafficCount).toBe(5);
    expect(p50Latency as number).toBeGreaterThan(170);
    expect(p50Latency as number).toBeLessThan(360);
  });

  it('takes no request for longer than a day, however coarse the buckets are', async () => {
    const points = [exponential([3], -10, 0, [0, 1]), explicit([1, 0, 0], [0, 1])];
    await post(metricsOf('coarse', duration(points.slice(0, 1), 1, 'exponentialHistogram')));
    await post(metricsOf('coarse', duration(points.slice(1), 1)));
    expect(await summaryOf('coarse')).toMatchObject({
      trafficCount: 4,
      avgLatency: (3 * 86_400_000 + 5) / 4,
      p99Latency: 86_400_000,
    });
  });

  it('says which points cannot be read', async () => {
    const good = explicit([1, 0, 0], [0, 1]);
    const bad = [
      { ...good, bucketCounts: ['1'] },
      { ...good, explicitBounds: [0.1, 0.01] },
      { ...good, timeUnixNano: '1' },
      { ...good, count: '18446744073709551615', bucketCounts: ['18446744073709551615', '0', '0'] },
      { ...good, bucketCounts: ['1', '9', '0'] },
    ];
    const [status, answer] = (await post(metricsOf('bad', duration([...bad, good], 1)))) as [
      number,
      { partialSuccess: object },
    ];
    expect([status, answer.partialSuccess]).toMatchObject([200, { rejectedDataPoints: '5' }]);
    expect(await post(metricsOf('bad', duration([good], 0)))).toMatchObject([
      200,
      {
        partialSuccess: {
          rejectedDataPoints: '1',
          errorMessage: expect.stringContaining('aggregationTemporality'),
        },
      },
    ]);
    expect((await summaryOf('bad')).trafficCount).toBe(1);
  });

  it('counts nothing while spans tell of the same requests, and nothing all at once when they fall silent', async () => {
    const service = 'sources';
    const send = (counts: number[], times: [number, number]) =>
      post(metricsOf(service, duration([explicit(counts, times)], 2)));
    await send([2, 0, 0], [0, 1]);
    const span = spanOf('ab', {
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200, 'http.route': '/x' },
    });
    await post(exportOf({ 'service.name': service }, span), '/v1/traces');
    await send([9, 0, 0], [0, 2]);
    expect((await summaryOf(service)).trafficCount).toBe(3);
    const longAgo = new Date(api.deps.clock.now() - 25 * 3_600_000);
    await database.db.service.update({ where: { name: service }, data: { requestSourceAt: longAgo } });
    await send([10, 0, 0], [0, 3]);
    expect((await summaryOf(service)).trafficCount).toBe(4);
  });
});
