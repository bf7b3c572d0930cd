import { levels } from '@apiscope/core/logs/level';
import type { Log } from '@apiscope/core/logs/schema';
import { matches } from '@apiscope/core/search/evaluate';
import { type Parameters, parseQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLog, makeRules } from '../testing/make-log.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { insertLogs } from './insert-logs.ts';
import { logFacets } from './log-facets.ts';
import { logHistogram } from './log-histogram.ts';
import { type LogRow, logColumns, toLog } from './log-row.ts';

const start = Date.UTC(2026, 0, 31, 21, 7);
let test: TestDb;
let rows: Log[];

const words = ['timeout', 'payment', 'refused', 'login'];
beforeAll(async () => {
  test = await createTestDb();
  const lines = Array.from({ length: 600 }, (_, n) =>
    makeLog({
      message: `${words[n % 4]} of ${words[(n * 7) % 3]} for request-${100_000 + (n % 9)}`,
      level: levels[(n * 5) % 6]!,
      service: `service ${n % 2}`,
      source: `source ${n % 5}`,
      createdAt: start + n * 31_013,
    }),
  );
  await insertLogs(test.db, lines, makeRules);
  await test.db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE id % 11 = 0`;
  const stored = await test.db.$queryRaw<LogRow[]>`SELECT ${logColumns} FROM logs WHERE deleted_at IS NULL`;
  rows = stored.map(toLog);
});
afterAll(() => test.close());

const moment = fc
  .integer({ min: -3_600_000, max: 6 * 3_600_000 })
  .map((ms) => new Date(start + ms).toISOString());
const input: fc.Arbitrary<Parameters> = fc.record(
  {
    created_at__gte: moment,
    created_at__lt: moment,
    level__gte: fc.constantFrom('info', 'error'),
    service__eq: fc.constantFrom('service 0', 'none'),
    source__in: fc.constantFrom('source 1,source 3', 'source 4'),
    message__like: fc.constantFrom('log', 'out of'),
    search: fc.constantFrom('timeout', 'refused payment', 'request-100003', '-login', 'quest-100004 timeout'),
  },
  { requiredKeys: [] },
);
/** By counters and indexes; a text inside a variable is not known to them. */
const planned = { wholeBelow: 0 };

const model = (input: Parameters): Log[] => {
  const query = parseQuery(logs, input);
  return rows.filter((row) => matches(query, row));
};
const isKnownByIndex = ({ search }: Parameters): boolean => !String(search ?? '').startsWith('quest');

it('a histogram holds every line once, in its bucket and level, without gaps', async () => {
  const size = fc.constantFrom(undefined, 60, 420, 3_600, 86_400);
  await fc.assert(
    fc.asyncProperty(input, size, fc.boolean(), async (input, windowSize, isPlanned) => {
      const limits = isPlanned && isKnownByIndex(input) ? planned : {};
      const histogram = await logHistogram(test.db, parseQuery(logs, input), { windowSize, ...limits });
      const expected = model(input);
      expect(histogram.total).toBe(expected.length);
      expect(histogram.isCapped).toBe(false);
      const width = histogram.windowSize * 1_000;
      for (const [n, bucket] of histogram.buckets.entries()) {
        const at = Date.parse(bucket.start);
        if (n > 0) expect(at - Date.parse(histogram.buckets[n - 1]!.start)).toBe(width);
        const inside = expected.filter(
          ({ created_at }) => Math.floor(Date.parse(created_at) / width) * width === at,
        );
        expect(bucket.total).toBe(inside.length);
        for (const level of levels)
          expect(bucket.levels[level]).toBe(inside.filter((row) => row.level === level).length);
      }
      if (windowSize === undefined) expect(histogram.buckets.length).toBeLessThanOrEqual(121);
    }),
    { numRuns: 40 },
  );
});

it('facets count what the other filters leave', async () => {
  await fc.assert(
    fc.asyncProperty(input, fc.boolean(), async (input, isPlanned) => {
      const limits = isPlanned && isKnownByIndex(input) ? planned : {};
      const facets = await logFacets(test.db, parseQuery(logs, input), limits);
      for (const field of ['level', 'service', 'source'] as const) {
        const others = Object.fromEntries(Object.entries(input).filter(([name]) => !name.startsWith(field)));
        const counts = new Map<string, number>(field === 'level' ? levels.map((level) => [level, 0]) : []);
        for (const row of model(others)) counts.set(row[field], (counts.get(row[field]) ?? 0) + 1);
        expect(new Map(facets[field].map(({ value, count }) => [value, count]))).toEqual(counts);
      }
      const patterns = new Map<number, number>();
      for (const { patternId } of model(input)) patterns.set(patternId!, (patterns.get(patternId!) ?? 0) + 1);
      const top = [...patterns.values()].sort((a, b) => b - a).slice(0, 20);
      expect(facets.pattern.map(({ count }) => count)).toEqual(top);
    }),
    { numRuns: 30 },
  );
});

it('a range of too many buckets is refused by name, and no lines are no buckets', async () => {
  const tooFine = logHistogram(test.db, parseQuery(logs, { created_at__gte: '2020-01-01' }), {
    windowSize: 60,
  });
  await expect(tooFine).rejects.toMatchObject({ issues: [{ path: 'windowSize' }] });
  expect((await logHistogram(test.db, parseQuery(logs, { service__eq: 'none' }))).buckets).toEqual([]);
});
