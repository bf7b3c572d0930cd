import { levels } from '@apiscope/core/logs/level';
import { trendRange } from '@apiscope/core/logs/trend-range';
import { maxTrendPoints } from '@apiscope/core/logs/trend-window';
import { parseListQuery } from '@apiscope/core/search/parse';
import { patterns } from '@apiscope/core/search/resources/patterns';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { getPattern } from './get-pattern.ts';
import { getPatternTrend } from './get-pattern-trend.ts';
import { insertLogs, type PreparedLog } from './insert-logs.ts';
import { listPatterns } from './list-patterns.ts';
import { similarPatterns } from './similar-patterns.ts';

const start = Date.UTC(2026, 0, 29, 22, 58, 30);
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const now = start + 3 * day;
/** `turned N` points N degrees away from `turned 0`, as the overflow does by 1; other texts have no words. */
const embedder = {
  version: 'test-1',
  embed(text: string): number[] {
    const degrees = text === '<overflow>' ? 1 : Number(/^turned (\d+)$/.exec(text)?.[1] ?? Number.NaN);
    const angle = (degrees * Math.PI) / 180;
    return Number.isNaN(degrees) ? [0, 0] : [Math.cos(angle), Math.sin(angle)];
  },
};

const line = (text: string, over: Partial<PreparedLog> = {}): PreparedLog => ({
  service: 'shop',
  source: 'API',
  level: 'info',
  message: `${text} <1>`,
  meta: null,
  traceId: null,
  requestId: null,
  createdAt: start,
  pattern: text,
  fingerprint: text,
  identifiers: [],
  ...over,
});

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

const insert = (lines: PreparedLog[], maxPatterns = 1_000) =>
  insertLogs(test.db, lines, { embedder, maxPatterns });
const clear = () => test.db.$executeRaw`TRUNCATE logs, log_patterns, log_counts`;
const iso = (at: number) => new Date(at).toISOString();
const list = (input: Record<string, unknown> = {}, dates: { startDate?: string; endDate?: string } = {}) =>
  listPatterns(test.db, parseListQuery(patterns, input), { range: trendRange(dates, { now }) });
const idOf = async (text: string) => {
  const { data } = await list({ pattern__eq: text });
  return data[0]!.id;
};

describe('listPatterns', () => {
  beforeAll(async () => {
    await clear();
    await insert([
      ...levels.map((level, n) => line('a', { level, createdAt: start + n * 20 * hour })),
      line('a', { source: 'worker', createdAt: start + hour }),
      line('50% of _x', { service: 'other', createdAt: start + 2 * hour }),
      line('b', { createdAt: start - 40 * day }),
    ]);
  });
  const found = async (input: Record<string, unknown>) =>
    (await list(input)).data.map(({ service, source, pattern }) => `${service} ${source} ${pattern}`);

  it('gives each pattern of a service and source with its numbers, latest first', async () => {
    const { data, metadata } = await list();
    expect(metadata).toMatchObject({ total: 4, totalIsCapped: false, nextCursor: null });
    expect(data[0]).toMatchObject({
      service: 'shop',
      source: 'API',
      pattern: 'a',
      isOverflow: false,
      sample: 'a <1>',
      count: 6,
      firstSeen: iso(start),
      lastSeen: iso(start + 100 * hour),
      levels: { trace: 1, debug: 1, info: 1, warn: 1, error: 1, fatal: 1 },
    });
    expect(data.map(({ pattern, count }) => [pattern, count])).toEqual([
      ['a', 6],
      ['50% of _x', 1],
      ['a', 1],
      ['b', 1],
    ]);
    expect(data[3]!.levels).toEqual({ trace: 0, debug: 0, info: 1, warn: 0, error: 0, fatal: 0 });
    expect(Object.keys(data[0]!)).not.toContain('embedding');
  });

  it('takes the grammar: filters, search as it is written, order, and what is new since a moment', async () => {
    expect(await found({ count__gt: 1 })).toEqual(['shop API a']);
    expect(await found({ search: 'worker' })).toEqual(['shop worker a']);
    expect(await found({ search: '50% of _' })).toEqual(['other API 50% of _x']);
    expect(await found({ search: '%_' })).toEqual([]);
    expect(await found({ firstSeen__gte: iso(start + 1), order_by: 'firstSeen', order: 'asc' })).toEqual([
      'shop worker a',
      'other API 50% of _x',
    ]);
    expect(await found({ order_by: 'count', order: 'desc', limit: 1 })).toEqual(['shop API a']);
  });

  it('pages by cursor in any order without losing or repeating one', async () => {
    for (const order_by of ['count', 'firstSeen', 'lastSeen', 'service', 'source', 'pattern', 'id']) {
      const seen: number[] = [];
      let cursor: string | null = null;
      do {
        const page = await list({ order_by, limit: 1, ...(cursor && { cursor }) });
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.metadata.nextCursor;
      } while (cursor !== null);
      expect(new Set(seen).size, order_by).toBe(4);
      expect(seen.length).toBe(4);
    }
  });

  it('has trends over a range of its own that share one axis, zeros included', async () => {
    const { data, metadata } = await list({}, { startDate: iso(start), endDate: iso(start + 3 * hour) });
    expect(metadata.trend).toEqual({
      startDate: iso(start - 30_000),
      endDate: iso(start + 3 * hour + 30_000),
      windowSize: 300,
    });
    expect(data.map(({ pattern, trend }) => [pattern, trend.length, trend.indexOf(1)])).toEqual([
      ['a', 37, 0],
      ['50% of _x', 37, 24],
      ['a', 37, 12],
      ['b', 37, -1],
    ]);
    const byDefault = await list();
    expect(byDefault.metadata.trend).toEqual({
      startDate: iso(now - day - 30_000),
      endDate: iso(now + 30_000),
      windowSize: 3_600,
    });
    const ahead = iso(now + day + 30_000);
    expect((await list({}, { startDate: ahead })).data.map(({ trend }) => trend)).toEqual([[], [], [], []]);
    for (const startDate of ['0100-01-01T00:00:00+14:00', '1970-01-01', iso(start - 400 * day)]) {
      const wide = await list({}, { startDate, endDate: '9999-12-31T23:59:59-14:00' });
      expect(wide.data[0]!.trend.length).toBeLessThanOrEqual(maxTrendPoints);
      expect(wide.data.map(({ trend }) => trend.reduce((a, b) => a + b, 0))).toEqual([6, 1, 1, 1]);
    }
  });
});

describe('levels and trends', () => {
  it('are of the lines that are still there, count and first seen of all there ever were', async () => {
    await clear();
    await insert([
      line('gone', { level: 'error' }),
      line('gone'),
      line('gone', { createdAt: start + minute }),
    ]);
    await test.db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE severity = 17`;
    await test.db.$executeRaw`DELETE FROM logs WHERE created_at > ${new Date(start)}`;
    const id = await idOf('gone');
    expect(await getPattern(test.db, { id })).toMatchObject({
      count: 3,
      lastSeen: iso(start + minute),
      levels: { info: 1, error: 0 },
    });
    const { data } = await getPatternTrend(
      test.db,
      { id, startDate: iso(start), endDate: iso(start + 2 * minute), windowSize: 60 },
      { now },
    );
    expect(data.map(({ count }) => count)).toEqual([1, 0, 0]);
  });

  it('of the pattern past the cap of its service are there, and it is marked', async () => {
    await clear();
    await insert([line('x'), line('y'), line('z', { level: 'warn' }), line('z', { source: 'worker' })], 1);
    const { data } = await list({ pattern__eq: '<overflow>' });
    expect(data).toMatchObject([
      { isOverflow: true, source: '', count: 3, sample: 'y <1>', levels: { info: 2, warn: 1 } },
    ]);
  });

  it('add up to the rows of any range, bucket by bucket and level by level', async () => {
    await clear();
    const moments = Array.from({ length: 400 }, (_, n) => start + ((n * 7_919_000_003) % (3 * day)));
    await insert(
      moments.map((createdAt, n) => line(`p${n % 2}`, { createdAt, level: levels[n % levels.length]! })),
    );
    const id = await idOf('p1');
    const at = fc.integer({ min: -3 * day, max: 5 * day });
    const size = fc.oneof(
      fc.constantFrom(60, 3_600, 86_400, 7_200),
      fc.integer({ min: 1, max: 3_000 }).map((n) => n * 60),
    );
    await fc.assert(
      fc.asyncProperty(at, at, size, async (a, b, asked) => {
        const [from, to] = [start + Math.min(a, b), start + Math.max(a, b)];
        const windowSize = Math.max(asked, Math.ceil((to - from) / 900 / minute) * 60);
        const dates = { startDate: iso(from), endDate: iso(to) };
        const { data, metadata } = await getPatternTrend(test.db, { id, windowSize, ...dates }, { now });
        const wide = { from: Date.parse(metadata.startDate), to: Date.parse(metadata.endDate) };
        expect(wide.from <= from && wide.to >= to && wide.to - wide.from < to - from + 2 * minute).toBe(true);
        const rows = moments.flatMap((moment, n) =>
          n % 2 && moment >= wide.from && moment < wide.to
            ? [{ bucket: Math.floor(moment / windowSize / 1_000), level: levels[n % levels.length]! }]
            : [],
        );
        data.forEach(({ windowStart, windowEnd, count, levels: mix }, n) => {
          const bucket = Date.parse(windowStart) / windowSize / 1_000;
          const within = rows.filter((row) => row.bucket === bucket);
          expect(count).toBe(within.length);
          for (const level of levels)
            expect(mix[level]).toBe(within.filter((row) => row.level === level).length);
          expect(Date.parse(windowEnd) - Date.parse(windowStart)).toBe(windowSize * 1_000);
          expect(data[n + 1]?.windowStart ?? windowEnd).toBe(windowEnd);
        });
        expect(data.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
        const [listed] = (await list({ id__eq: id }, dates)).data;
        expect(listed!.trend.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
      }),
      { numRuns: 25 },
    );
  });

  it('refuse too many buckets with a size that would do, a reversed range and an unknown pattern', async () => {
    await clear();
    await insert([line('a')]);
    const id = await idOf('a');
    const trend = (input: object) => getPatternTrend(test.db, { id, ...input }, { now });
    const tooFine = trend({ startDate: iso(start), endDate: iso(start + day), windowSize: 60 });
    await expect(tooFine).rejects.toMatchObject({ code: 'BAD_REQUEST', issues: [{ path: 'windowSize' }] });
    await expect(tooFine).rejects.toThrow('use 120 or more');
    await expect(trend({ startDate: iso(now), endDate: iso(start) })).rejects.toMatchObject({
      issues: [{ path: 'endDate' }],
    });
    const unknown = { id: 2_147_483_648 };
    await expect(trend(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(getPattern(test.db, unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(similarPatterns(test.db, { ...unknown, limit: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await trend({})).metadata.windowSize).toBe(3_600);
  });
});

describe('similarPatterns', () => {
  it('are the nearest by vectors of the same making, of any service, without the overflow and what has no words', async () => {
    await clear();
    await insert([line('turned 0'), line('turned 90'), line('turned 30', { service: 'other' }), line('—')]);
    await insert([line('turned 10', { service: 'full' }), line('turned 2', { service: 'full' })], 1);
    await insertLogs(test.db, [line('turned 5', { service: 'v2' })], {
      embedder: { version: 'test-1', embed: () => [1, 0, 0] },
      maxPatterns: 10,
    });
    const id = await idOf('turned 0');
    const similar = await similarPatterns(test.db, { id, limit: 10 });
    expect(similar.map(({ pattern, similarity }) => [pattern, Math.round(similarity * 1e3) / 1e3])).toEqual([
      ['turned 10', 0.985],
      ['turned 30', 0.866],
      ['turned 90', 0],
    ]);
    expect(similar[0]!.levels.info).toBe(1);
    expect(await similarPatterns(test.db, { id, limit: 1 })).toEqual(similar.slice(0, 1));
    expect(await similarPatterns(test.db, { id: await idOf('—'), limit: 5 })).toEqual([]);
  });
});
