import { randomUUID } from 'node:crypto';
import type { Sample } from '@apiscope/core/metrics/sample';
import { createRedactor } from '@apiscope/core/redact/redactor';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeDb, createDb } from '../client.ts';
import { addMetricBatch } from '../metrics/add-batch.ts';
import { mergeBatch } from '../metrics/merge-batch.ts';
import { scrubRows } from '../redaction/scrub-rows.ts';
import { seededRandom } from '../testing/make-samples.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { forgetConsumers } from './forget-consumers.ts';
import { getConsumer } from './get-consumer.ts';
import { listConsumers } from './list-consumers.ts';

const start = Date.UTC(2026, 0, 14, 22);
const hour = 3_600_000;

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.db
    .$executeRaw`TRUNCATE metrics, metric_batches, endpoints, services, consumers, consumer_windows`;
});

/** Requests of some consumers, and of nobody, over two days around midnight. */
function makeCalls(count: number, { seed, consumers = 5 }: { seed: number; consumers?: number }): Sample[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const who = Math.floor(random() * (consumers + 1));
    return {
      at: start + Math.floor(random() * 5 * hour),
      endpoint: `GET /things/${Math.floor(random() * 3)}`,
      status: random() < 0.2 ? 500 : 200,
      duration: Math.round(random() * 1_000),
      requestSize: 1,
      responseSize: null,
      country: null,
      ...(who < consumers && { consumer: `c${who}`, consumerName: `Consumer ${who}` }),
      ...(random() < 0.1 && { weight: 2.5 }),
    };
  });
}

async function add(samples: readonly Sample[], service = 'shop'): Promise<string> {
  const batchId = randomUUID();
  await addMetricBatch(test.db, { batchId, service, samples });
  return batchId;
}
const options = { maxEndpoints: 100, maxConsumers: 100 };
const iso = (at: number) => new Date(at).toISOString();

describe('consumers', () => {
  it('are counted as a recount says, over any range of hours, whatever the workers and the order', async () => {
    const samples = makeCalls(900, { seed: 3 });
    const ids: string[] = [];
    for (let at = 0; at < samples.length; at += 90) ids.push(await add(samples.slice(at, at + 90)));
    const workers = [1, 2, 3].map(() => createDb({ url: test.url, maxConnections: 2 }));
    // Every batch is tried twice, by two workers.
    await Promise.all(
      [...ids, ...ids].map((batchId, n) => mergeBatch(workers[n % 3]!, { batchId, ...options })),
    );
    await Promise.all(workers.map(closeDb));
    for (const [from, to] of [
      [start, start + 5 * hour],
      [start + hour, start + 3 * hour],
      [start + 2 * hour, start + 26 * hour],
    ] as const) {
      const { data } = await listConsumers(test.db, {
        startDate: iso(from),
        endDate: iso(to),
        limit: 100,
      } as never);
      const within = samples.filter(({ at, consumer }) => consumer && at >= from && at < to);
      const counted = data.reduce((sum, { trafficCount }) => sum + trafficCount, 0);
      const weighed = within.reduce((sum, { weight = 1 }) => sum + weight, 0);
      // Weights are made whole over all of a batch, those of callers without a name included.
      expect(Math.abs(counted - weighed)).toBeLessThan(0.02 * weighed);
      for (const { id, name, trafficCount, service } of data) {
        const own = within.filter(({ consumer }) => consumer === id);
        expect(trafficCount).toBeGreaterThanOrEqual(own.length);
        expect([name, service]).toEqual([`Consumer ${id.slice(1)}`, 'shop']);
        const detail = await getConsumer(test.db, { id, startDate: iso(from), endDate: iso(to) });
        expect(detail.trafficCount).toBe(trafficCount);
        expect(detail.endpoints.reduce((sum, each) => sum + each.trafficCount, 0)).toBe(trafficCount);
        expect(detail.lastSeen).toBe(
          iso(Math.max(...samples.filter((s) => s.consumer === id).map(({ at }) => at))),
        );
      }
    }
  });

  it('have their errors, percentiles and times as the requests had', async () => {
    const call = { endpoint: 'GET /a', requestSize: 10, responseSize: 5, country: null, consumer: 'acme' };
    const samples = Array.from({ length: 100 }, (_, n) => ({
      ...call,
      at: start + n * 60_000,
      status: n < 10 ? 503 : 200,
      duration: n + 1,
    }));
    await mergeBatch(test.db, { batchId: await add(samples), ...options });
    const [row] = (await listConsumers(test.db, { limit: 20 } as never)).data;
    expect(row).toMatchObject({
      id: 'acme',
      name: null,
      trafficCount: 100,
      errorRate: 10,
      serverErrorCount: 10,
      requestSize: 1_000,
      approximate: false,
      firstSeen: iso(start),
      lastSeen: iso(start + 99 * 60_000),
    });
    expect(Math.abs(row!.p95Latency! / 95 - 1)).toBeLessThan(0.01);
    const filtered = await listConsumers(test.db, { limit: 20, errorRate__gt: 50 } as never);
    expect(filtered.metadata.total).toBe(0);
    expect((await listConsumers(test.db, { limit: 20, search: 'acm' } as never)).metadata.total).toBe(1);
  });

  it('beyond the cap of a service are counted as overflow, and so are those that call themselves that', async () => {
    const samples = Array.from({ length: 3_000 }, (_, n) => ({
      at: start + n,
      endpoint: 'GET /a',
      status: 200,
      duration: 1,
      requestSize: null,
      responseSize: null,
      country: null,
      consumer: n === 2_999 ? 'overflow' : `c${n}`,
    }));
    for (let at = 0; at < samples.length; at += 1_000)
      await mergeBatch(test.db, {
        batchId: await add(samples.slice(at, at + 1_000)),
        maxEndpoints: 100,
        maxConsumers: 10,
      });
    const { data, metadata } = await listConsumers(test.db, { limit: 20 } as never);
    expect([metadata.total, data[0]]).toMatchObject([11, { id: 'overflow', trafficCount: 2_990 }]);
    expect(await test.db.consumerWindow.count()).toBe(11 * 4);
  });

  it('are told apart by service, and asked for by one where several know them', async () => {
    const call = {
      at: start,
      endpoint: 'GET /a',
      status: 200,
      duration: 1,
      requestSize: null,
      responseSize: null,
      country: null,
    };
    for (const service of ['shop', 'bank'])
      await mergeBatch(test.db, { batchId: await add([{ ...call, consumer: 'acme' }], service), ...options });
    await expect(getConsumer(test.db, { id: 'acme' })).rejects.toMatchObject({
      issues: [{ path: 'service' }],
    });
    expect(await getConsumer(test.db, { id: 'acme', service: 'bank' })).toMatchObject({
      service: 'bank',
      trafficCount: 1,
    });
    await expect(getConsumer(test.db, { id: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await listConsumers(test.db, { limit: 20, service: 'shop' } as never)).data).toMatchObject([
      { service: 'shop' },
    ]);
  });

  it('add up when their ids came to be the same by redaction', async () => {
    const call = {
      at: start,
      endpoint: 'GET /a',
      status: 200,
      duration: 1,
      requestSize: null,
      responseSize: null,
      country: null,
    };
    const samples = ['key_aaa', 'key_bbb'].map((consumer) => ({ ...call, consumer }));
    await mergeBatch(test.db, { batchId: await add(samples), ...options });
    const scrub = scrubRows({ table: 'consumers', key: 'id', columns: { consumer: 'text', name: 'text' } });
    const redactor = { ...createRedactor(), text: () => '[redacted]' };
    await test.db.$transaction((tx) =>
      scrub(tx, { redactor } as never, { after: 0, until: 1_000_000, limit: 100 }),
    );
    const { data } = await listConsumers(test.db, { limit: 20 } as never);
    expect(data).toMatchObject([{ id: '[redacted]', trafficCount: 2 }]);
    expect((await getConsumer(test.db, { id: '[redacted]' })).trafficCount).toBe(2);
    await mergeBatch(test.db, { batchId: await add([{ ...call, consumer: '[redacted]' }]), ...options });
    expect((await getConsumer(test.db, { id: '[redacted]' })).trafficCount).toBe(3);
  });

  it('are forgotten when the metrics of their service are', async () => {
    const call = {
      endpoint: 'GET /a',
      status: 200,
      duration: 1,
      requestSize: null,
      responseSize: null,
      country: null,
    };
    const now = start + 100 * 24 * hour;
    for (const service of ['shop', 'kept'])
      await mergeBatch(test.db, {
        batchId: await add(
          [
            { ...call, at: start, consumer: 'old' },
            { ...call, at: now, consumer: 'new' },
          ],
          service,
        ),
        ...options,
      });
    const rule = { days: 90, services: new Map([['kept', 365]]) };
    expect(await forgetConsumers(test.db, { rule, now }, (work) => work())).toBe(5);
    const left = await test.db.consumer.findMany({ orderBy: [{ service: 'asc' }, { consumer: 'asc' }] });
    expect(left.map(({ service, consumer }) => `${service} ${consumer}`)).toEqual([
      'kept new',
      'kept old',
      'shop new',
    ]);
  });
});
