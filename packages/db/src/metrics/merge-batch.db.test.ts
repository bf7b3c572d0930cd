import { randomUUID } from 'node:crypto';
import type { Sample } from '@apiscope/core/metrics/sample';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeDb, createDb, type Db, inTransaction } from '../client.ts';
import { makeSamples } from '../testing/make-samples.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { addMetricBatch } from './add-batch.ts';
import { overflowEndpoint } from './admit-endpoints.ts';
import { mergeBatch } from './merge-batch.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 14, 22);
const maxEndpoints = 2_000;

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.db.$executeRaw`TRUNCATE metrics, metric_batches, endpoints, services`;
});

async function add(samples: readonly Sample[], service = 'shop'): Promise<string> {
  const batchId = randomUUID();
  await inTransaction(test.db, (tx) => addMetricBatch(tx, { batchId, service, samples }));
  return batchId;
}

/** Every stored window, all of it but ids and times of writing. */
function readAll(db: Db) {
  return db.$queryRaw<Record<string, unknown>[]>`
    SELECT resolution, service, endpoint, window_start, window_end, traffic_count::int, error_count::int,
      client_error_count::int, server_error_count::int, error_rate, latency_count::int, latency_sum, avg_latency,
      p50_latency, p95_latency, p99_latency, request_size::int, response_size::int, countries, encode(sketch, 'hex') AS sketch
    FROM metrics ORDER BY resolution, service, endpoint, window_start`;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

describe('mergeBatch', () => {
  it('makes one row a window, whatever the number of workers, equal to that of a single one', async () => {
    // Four hours around midnight: two days, so that every resolution has more than one window.
    const samples = makeSamples(2_400, { seed: 1, from: start, to: start + 4 * 3_600_000 });
    for (const chunk of chunks(samples, 400))
      await mergeBatch(test.db, { batchId: await add(chunk), maxEndpoints });
    const alone = await readAll(test.db);
    await test.db.$executeRaw`TRUNCATE metrics, metric_batches, endpoints, services`;

    const ids: string[] = [];
    for (const chunk of chunks([...samples].reverse(), 100)) ids.push(await add(chunk));
    const workers = [1, 2, 3, 4].map(() => createDb({ url: test.url, maxConnections: 2 }));
    await Promise.all(
      workers.map(async (db, worker) => {
        for (let at = worker; at < ids.length; at += workers.length)
          await mergeBatch(db, { batchId: ids[at]!, maxEndpoints });
      }),
    );
    await Promise.all(workers.map(closeDb));

    const together = await readAll(test.db);
    expect(together).toEqual(alone);
    const minutes = together.filter(({ resolution }) => resolution === 60);
    expect(minutes.reduce((sum, row) => sum + Number(row.traffic_count), 0)).toBe(2_400);
    expect(together.filter(({ resolution }) => resolution === 86_400)).toHaveLength(8);
  });

  it('counts a batch once that is merged five times at once, and refuses its id a second time', async () => {
    const samples = makeSamples(50, { seed: 2, from: start, to: start + 60_000 });
    const batchId = await add(samples);
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map(() => mergeBatch(test.db, { batchId, maxEndpoints })),
    );
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['merged', 'seen', 'seen', 'seen', 'seen']);
    const again = await addMetricBatch(test.db, { batchId, service: 'shop', samples });
    expect(again).toBe(false);
    expect((await mergeBatch(test.db, { batchId, maxEndpoints })).outcome).toBe('seen');
    const [row] = await test.db.$queryRaw<{ total: number }[]>`
      SELECT sum(traffic_count)::int AS total FROM metrics WHERE resolution = 86400`;
    expect(row?.total).toBe(50);
    const [batch] = await test.db.$queryRaw<{ samples: unknown; done: boolean }[]>`
      SELECT samples, processed_at IS NOT NULL AS done FROM metric_batches`;
    expect(batch).toEqual({ samples: null, done: true });
  });

  it('says so of a batch that does not exist', async () => {
    const result = await mergeBatch(test.db, { batchId: randomUUID(), maxEndpoints });
    expect(result).toEqual({ outcome: 'unknown', samples: 0, windows: 0 });
  });

  it('counts a late sample in its minute, hour and day, and shows the minute to streams again', async () => {
    const sample: Sample = {
      at: start,
      endpoint: 'GET /late',
      status: 200,
      duration: 10,
      requestSize: null,
      responseSize: 7,
      country: 'NL',
    };
    await mergeBatch(test.db, { batchId: await add([sample]), maxEndpoints });
    const [before] = await test.db.$queryRaw<{ xid: string }[]>`SELECT xid::text FROM metrics_minutes`;
    await mergeBatch(test.db, { batchId: await add([{ ...sample, at: start + day }]), maxEndpoints });
    await mergeBatch(test.db, {
      batchId: await add([{ ...sample, at: start + 59_999, status: 503, duration: 1_000 }]),
      maxEndpoints,
    });
    const rows = (await readAll(test.db)).filter((row) => Number(row.window_start) <= start);
    expect(rows.map(({ resolution }) => resolution)).toEqual([60, 3_600, 86_400]);
    for (const row of rows)
      expect(row).toMatchObject({
        traffic_count: 2,
        error_count: 1,
        server_error_count: 1,
        error_rate: 50,
        avg_latency: 505,
        request_size: null,
        response_size: 14,
        countries: { NL: { count: 2, errors: 1 } },
      });
    const [after] = await test.db.$queryRaw<{ xid: string }[]>`
      SELECT xid::text FROM metrics_minutes WHERE window_start = ${new Date(start)}`;
    expect(BigInt(after!.xid)).toBeGreaterThan(BigInt(before!.xid));
  });

  it('counts endpoints beyond the cap of a service as overflow, the first ones by themselves', async () => {
    const at = (index: number): Sample => ({
      at: start + index,
      endpoint: `GET /${index}`,
      status: 200,
      duration: null,
      requestSize: null,
      responseSize: null,
      country: null,
    });
    const batches = await Promise.all([[5, 1, 2], [3, 4, 1], [9]].map((numbers) => add(numbers.map(at))));
    for (const batchId of batches) await mergeBatch(test.db, { batchId, maxEndpoints: 3 });
    await mergeBatch(test.db, { batchId: await add([at(4)], 'other'), maxEndpoints: 3 });
    const rows = await test.db.$queryRaw<{ service: string; endpoint: string; count: number }[]>`
      SELECT service, endpoint, traffic_count::int AS count FROM metrics_days ORDER BY service, endpoint`;
    expect(rows).toEqual([
      { service: 'other', endpoint: 'GET /4', count: 1 },
      { service: 'shop', endpoint: 'GET /1', count: 2 },
      { service: 'shop', endpoint: 'GET /2', count: 1 },
      { service: 'shop', endpoint: 'GET /5', count: 1 },
      { service: 'shop', endpoint: overflowEndpoint, count: 3 },
    ]);
    const catalogue = await test.db.$queryRaw<unknown[]>`SELECT 1 FROM endpoints WHERE service = 'shop'`;
    expect(catalogue).toHaveLength(4);
  });

  it('tells readers in the same transaction', async () => {
    const batchId = await add(makeSamples(3, { seed: 4, from: start, to: start + 1_000 }));
    const { metricsChannel } = await import('./metric-row.ts');
    const { default: pg } = await import('pg');
    const listener = new pg.Client({ connectionString: test.url });
    await listener.connect();
    const heard = new Promise<string>((resolve) =>
      listener.on('notification', ({ channel }) => resolve(channel)),
    );
    await listener.query(`LISTEN ${metricsChannel}`);
    await mergeBatch(test.db, { batchId, maxEndpoints });
    expect(await heard).toBe(metricsChannel);
    await listener.end();
  });
});
