import { randomUUID } from 'node:crypto';
import { AppError } from '@apiscope/core/errors';
import type { Sample } from '@apiscope/core/metrics/sample';
import { listEndpointsInput, listMetricsInput } from '@apiscope/core/metrics/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSamples, seededRandom } from '../testing/make-samples.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { addMetricBatch } from './add-batch.ts';
import { aggregateMetrics } from './aggregate-metrics.ts';
import { listCountries } from './list-countries.ts';
import { listEndpoints } from './list-endpoints.ts';
import { listMetrics } from './list-metrics.ts';
import { mergeBatch } from './merge-batch.ts';
import { summariseMetrics } from './summarise-metrics.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const from = Date.UTC(2026, 2, 1, 10, 17);
const to = from + 3 * day;
const now = Date.UTC(2026, 5, 1);
const iso = (epochMs: number) => new Date(epochMs).toISOString();

let test: TestDb;
let samples: Sample[];
beforeAll(async () => {
  test = await createTestDb();
  samples = makeSamples(1_500, { seed: 7, from, to });
  for (const [service, part] of [
    ['shop', samples.slice(0, 900)],
    ['blog', samples.slice(900)],
  ] as const) {
    const batchId = randomUUID();
    await addMetricBatch(test.db, { batchId, service, samples: part });
    await mergeBatch(test.db, { batchId, maxEndpoints: 100 });
  }
});
afterAll(() => test.close());

/** What PostgreSQL would say of the raw samples: counts, and percentile_disc. */
function recount(part: readonly Sample[]) {
  const count = (test: (status: number | null) => boolean) =>
    part.filter(({ status }) => test(status)).length;
  const durations = part.flatMap(({ duration }) => duration ?? []).sort((a, b) => a - b);
  const quantile = (q: number) => durations[Math.max(0, Math.ceil(q * durations.length) - 1)] ?? null;
  const sum = (values: (number | null)[]) => {
    const known = values.flatMap((value) => value ?? []);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  const errors = count((status) => status === null || status >= 400);
  return {
    trafficCount: part.length,
    errorRate: part.length === 0 ? 0 : (100 * errors) / part.length,
    clientErrorCount: count((status) => status !== null && status >= 400 && status < 500),
    serverErrorCount: count((status) => status !== null && status >= 500),
    p50Latency: quantile(0.5),
    p95Latency: quantile(0.95),
    p99Latency: quantile(0.99),
    avgLatency: durations.length === 0 ? null : sum(durations)! / durations.length,
    requestSize: sum(part.map(({ requestSize }) => requestSize)),
    responseSize: sum(part.map(({ responseSize }) => responseSize)),
  };
}

type Summary = ReturnType<typeof recount>;
const percentiles = ['p50Latency', 'p95Latency', 'p99Latency'] as const;

function expectSame(answer: Summary, expected: Summary): void {
  for (const name of [...percentiles, 'avgLatency'] as const) {
    const [got, wanted] = [answer[name], expected[name]];
    if (wanted === null) expect(got).toBeNull();
    else if (name === 'avgLatency') expect(Math.abs(got! - wanted)).toBeLessThan(1e-6);
    else expect(Math.abs(got! - wanted) / wanted).toBeLessThan(0.01);
  }
  const { errorRate, trafficCount, clientErrorCount, serverErrorCount, requestSize, responseSize } = expected;
  expect(answer).toMatchObject({
    trafficCount,
    clientErrorCount,
    serverErrorCount,
    requestSize,
    responseSize,
  });
  expect(answer.errorRate).toBeCloseTo(errorRate, 9);
}

const within = (start: number, end: number) => samples.filter(({ at }) => at >= start && at < end);

describe('summariseMetrics', () => {
  it('equals a recount of the raw samples over any range, and over the one before it', async () => {
    const random = seededRandom(11);
    for (let round = 0; round < 25; round++) {
      const start = Math.floor((from + random() * 2.5 * day) / minute) * minute;
      const end = start + Math.ceil((random() * 1.5 * day) / minute) * minute;
      const answer = await summariseMetrics(test.db, { startDate: iso(start), endDate: iso(end) }, { now });
      expectSame(answer, recount(within(start, end)));
      expectSame(answer.previous, recount(within(2 * start - end, start)));
      expect(answer.previous.range).toEqual({ startDate: iso(2 * start - end), endDate: iso(start) });
    }
  });

  it('covers the whole span of the stored windows when no range is given', async () => {
    const answer = await summariseMetrics(test.db, {}, { now });
    expectSame(answer, recount(samples));
    const moments = samples.map(({ at }) => at);
    const first = Math.floor(Math.min(...moments) / minute) * minute;
    const last = Math.floor(Math.max(...moments) / minute) * minute + minute;
    expect(answer.range).toEqual({ startDate: iso(first), endDate: iso(last) });
    expect(answer.previous.trafficCount).toBe(0);
  });

  it('narrows to a service and an endpoint', async () => {
    const scope = { service: 'shop', endpoint: 'GET /things/1' };
    const answer = await summariseMetrics(test.db, scope, { now });
    expectSame(answer, recount(samples.slice(0, 900).filter(({ endpoint }) => endpoint === scope.endpoint)));
  });

  it('widens a range outwards to whole minutes and says so', async () => {
    const asked = { startDate: iso(from + 90_001), endDate: iso(from + hour + 1) };
    const answer = await summariseMetrics(test.db, asked, { now });
    expect(answer.range).toEqual({ startDate: iso(from + minute), endDate: iso(from + hour + minute) });
    expectSame(answer, recount(within(from + minute, from + hour + minute)));
  });

  it('answers zeros where nothing is stored', async () => {
    const empty = recount([]);
    expect(await summariseMetrics(test.db, { service: 'nobody' }, { now })).toMatchObject({
      ...empty,
      range: { startDate: null, endDate: null },
    });
    const early = { startDate: '2020-01-01', endDate: '2020-01-02' };
    expect(await summariseMetrics(test.db, early, { now })).toMatchObject(empty);
  });

  it('refuses a reversed range', async () => {
    const reversed = { startDate: '2026-01-02', endDate: '2026-01-01' };
    await expect(summariseMetrics(test.db, reversed, { now })).rejects.toThrow(AppError);
  });
});

describe('aggregateMetrics', () => {
  it.each([60, 300, 5_400, 3_600, 7_200, 86_400, 172_800])(
    're-buckets to %i s, empty buckets included',
    async (windowSize) => {
      const [start, end] = [
        from + 7 * minute,
        from + 2 * hour + 3 * minute + (windowSize > 3_600 ? 2 * day : 0),
      ];
      const { data, metadata } = await aggregateMetrics(
        test.db,
        { startDate: iso(start), endDate: iso(end), windowSize },
        { now },
      );
      expect(metadata).toEqual({ startDate: iso(start), endDate: iso(end), windowSize });
      const size = windowSize * 1_000;
      const first = Math.floor(start / size) * size;
      expect(data.map(({ windowStart }) => Date.parse(windowStart))).toEqual(
        Array.from({ length: Math.ceil((end - first) / size) }, (_, at) => first + at * size),
      );
      for (const bucket of data) {
        const [begins, ends] = [Date.parse(bucket.windowStart), Date.parse(bucket.windowEnd)];
        expect(ends - begins).toBe(size);
        expectSame(bucket, recount(within(Math.max(begins, start), Math.min(ends, end))));
      }
      const summary = await summariseMetrics(test.db, { startDate: iso(start), endDate: iso(end) }, { now });
      expect(data.reduce((sum, { trafficCount }) => sum + trafficCount, 0)).toBe(summary.trafficCount);
    },
  );

  it('is one bucket over the whole range when no size is given', async () => {
    const { data, metadata } = await aggregateMetrics(test.db, {}, { now });
    expect(data).toHaveLength(1);
    expectSame(data[0]!, recount(samples));
    expect(data[0]).toMatchObject({ windowStart: metadata.startDate, windowEnd: metadata.endDate });
  });

  it('refuses more than 10,000 buckets, naming windowSize and one that would do', async () => {
    const wide = { startDate: '1970-01-01', endDate: '9999-12-31', windowSize: 60 };
    const refusal = await aggregateMetrics(test.db, wide, { now }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', issues: [{ path: 'windowSize' }] });
    const week = { startDate: iso(from), endDate: iso(from + 7 * day), windowSize: 60 };
    await expect(aggregateMetrics(test.db, week, { now })).rejects.toThrow('use 120 or more');
  });

  it('has no buckets when nothing is stored and no range is given', async () => {
    const { data, metadata } = await aggregateMetrics(
      test.db,
      { service: 'nobody', windowSize: 60 },
      { now },
    );
    expect({ data, metadata }).toEqual({
      data: [],
      metadata: { startDate: null, endDate: null, windowSize: 60 },
    });
  });
});

describe('listMetrics', () => {
  it.each([60, 3_600, 86_400] as const)(
    'lists windows of %i s by cursor, each once, adding up to all requests',
    async (windowSize) => {
      let cursor: string | undefined;
      const seen = new Map<number, number>();
      let total = 0;
      do {
        const page = await listMetrics(test.db, listMetricsInput.parse({ windowSize, limit: 400, cursor }));
        for (const { id, trafficCount } of page.data) seen.set(id, trafficCount);
        total = page.metadata.total;
        cursor = page.metadata.nextCursor ?? undefined;
      } while (cursor);
      expect(seen.size).toBe(total);
      expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(1_500);
    },
  );

  it('takes plain parameters and filters together', async () => {
    const input = {
      service: 'blog',
      startDate: iso(from + day),
      trafficCount__gte: 1,
      errorRate__gt: 0,
      limit: 1_000,
    };
    const { data } = await listMetrics(test.db, listMetricsInput.parse(input));
    expect(data.length).toBeGreaterThan(0);
    for (const row of data) {
      expect(row.service).toBe('blog');
      expect(Date.parse(row.windowStart)).toBeGreaterThanOrEqual(from + day);
      expect(row.errorRate).toBeGreaterThan(0);
    }
  });

  it('refuses the cursor of another window size', async () => {
    const page = await listMetrics(test.db, listMetricsInput.parse({ windowSize: 60, limit: 1 }));
    const moved = listMetricsInput.parse({ windowSize: 3_600, cursor: page.metadata.nextCursor });
    await expect(listMetrics(test.db, moved)).rejects.toThrow('cursor');
  });
});

describe('listEndpoints', () => {
  it('gives each endpoint of each service its own recount, busiest first', async () => {
    const { data, metadata } = await listEndpoints(test.db, listEndpointsInput.parse({}));
    expect(metadata).toEqual({ limit: 20, offset: 0, total: 8, totalIsCapped: false, nextCursor: null });
    for (const row of data) {
      const part = row.service === 'shop' ? samples.slice(0, 900) : samples.slice(900);
      expectSame(row, recount(part.filter(({ endpoint }) => endpoint === row.endpoint)));
    }
    const counts = data.map(({ trafficCount }) => trafficCount);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  it('filters, searches, sorts and pages', async () => {
    const input = { service__eq: 'shop', search: 'things', order_by: 'endpoint', order: 'asc', limit: 3 };
    const first = await listEndpoints(test.db, listEndpointsInput.parse(input));
    expect(first.data.map(({ endpoint }) => endpoint)).toEqual([0, 1, 2].map((n) => `GET /things/${n}`));
    const cursor = first.metadata.nextCursor;
    const second = await listEndpoints(test.db, listEndpointsInput.parse({ ...input, cursor }));
    expect(second.data.map(({ endpoint }) => endpoint)).toEqual(['GET /things/3']);
    expect(second.metadata).toMatchObject({ total: 4, nextCursor: null });
    for (const wrong of ['garbage', `${cursor}x`])
      await expect(
        listEndpoints(test.db, listEndpointsInput.parse({ ...input, search: 'x', cursor: wrong })),
      ).rejects.toThrow('cursor');
  });

  it('is empty where nothing is stored', async () => {
    const { data } = await listEndpoints(
      test.db,
      listEndpointsInput.parse({ startDate: '2020-01-01', endDate: '2020-01-02' }),
    );
    expect(data).toEqual([]);
  });
});

describe('listCountries', () => {
  it('adds up to all requests, unknown ones included', async () => {
    const rows = await listCountries(test.db, {});
    expect(rows.map(({ country }) => country).sort()).toEqual(['NL', 'US', 'unknown']);
    expect(rows.reduce((sum, { trafficCount }) => sum + trafficCount, 0)).toBe(1_500);
    const dutch = recount(samples.filter(({ country }) => country === 'NL'));
    expect(rows.find(({ country }) => country === 'NL')).toEqual({
      country: 'NL',
      trafficCount: dutch.trafficCount,
      errorRate: dutch.errorRate,
    });
    expect(await listCountries(test.db, { service: 'nobody' })).toEqual([]);
  });
});
