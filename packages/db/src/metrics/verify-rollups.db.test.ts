import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireBefore } from '../testing/expire-before.ts';
import { makeSamples } from '../testing/make-samples.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { addMetricBatch } from './add-batch.ts';
import { mergeBatch } from './merge-batch.ts';
import { summariseMetrics } from './summarise-metrics.ts';
import { verifyRollups } from './verify-rollups.ts';

const day = 86_400_000;
const from = Date.UTC(2026, 2, 1);

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
  const batchId = randomUUID();
  const samples = makeSamples(600, { seed: 3, from, to: from + 2 * day });
  await addMetricBatch(test.db, { batchId, service: 'shop', samples });
  await mergeBatch(test.db, { batchId, maxEndpoints: 100 });
});
afterAll(() => test.close());

const rollups = () => test.db.$queryRaw<unknown[]>`
  SELECT resolution, endpoint, window_start, traffic_count::int, latency_sum, p95_latency, countries, encode(sketch, 'hex') AS sketch
  FROM metrics WHERE resolution > 60 ORDER BY resolution, endpoint, window_start`;

describe('verifyRollups', () => {
  it('rebuilds those that differ from their minutes or are missing, and leaves the others alone', async () => {
    const exact = await rollups();
    expect(await verifyRollups(test.db, { since: from })).toMatchObject({
      checked: exact.length,
      rebuilt: 0,
    });
    await test.db.$executeRaw`
      UPDATE metrics_days SET traffic_count = 9999, sketch = '\\x01' WHERE endpoint = 'GET /things/0'`;
    await test.db.$executeRaw`DELETE FROM metrics_hours WHERE endpoint = 'GET /things/1'`;
    const { rebuilt } = await verifyRollups(test.db, { since: from });
    expect(rebuilt).toBeGreaterThan(2);
    expect(await rollups()).toEqual(exact);
  });

  it('leaves rollups alone whose minutes have expired, and ranges still read them', async () => {
    const { trafficCount } = await summariseMetrics(test.db, {}, { now: 0 });
    await expireBefore(test.db, { table: 'metrics_minutes' }, from + day);
    const before = await rollups();
    await verifyRollups(test.db, { since: from });
    expect(await rollups()).toEqual(before);
    const summary = await summariseMetrics(test.db, {}, { now: 0 });
    expect(summary.trafficCount).toBe(trafficCount);
    expect(summary.range.startDate).toBe('2026-03-01T00:00:00.000Z');
  });
});
