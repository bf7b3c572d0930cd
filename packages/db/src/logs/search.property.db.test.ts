import { levels } from '@apiscope/core/logs/level';
import type { Log } from '@apiscope/core/logs/schema';
import { matches } from '@apiscope/core/search/evaluate';
import { type Parameters, parseListQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLog, makeRules } from '../testing/make-log.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { insertLogs } from './insert-logs.ts';
import { listLogs } from './list-logs.ts';
import { type LogRow, logColumns, toLog } from './log-row.ts';

const start = Date.UTC(2026, 0, 31, 23, 30);
let test: TestDb;
let rows: Log[];

const word = fc.constantFrom(
  'connection',
  'refused',
  'timeout',
  'user',
  'admin2',
  'payment_7',
  '50%',
  'Été',
  '日本',
  'retry',
);
const variable = fc.oneof(
  fc.integer({ min: 0, max: 3 }).map((n) => `10.0.0.${n}`),
  fc.integer({ min: 0, max: 5 }).map((n) => `blk_-12345678${n}`),
  fc.integer({ min: 998, max: 1_004 }).map(String),
  fc.constantFrom('<num>', 'a_b\\c', "it's"),
);
const message = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, { weight: 1, arbitrary: variable }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(' '));
const seed = fc.record({
  message,
  level: fc.constantFrom(...levels),
  service: fc.constantFrom('shop', 'api'),
  source: fc.constantFrom('API', 'timeouts', 'db'),
  requestId: fc.option(fc.constantFrom('req-1', 'request-abc', 'REQUEST-ABC'), { nil: null }),
  createdAt: fc.integer({ min: 0, max: 90 }).map((step) => start + step * 45_000),
});

beforeAll(async () => {
  test = await createTestDb();
  const lines = fc.sample(seed, { numRuns: 500, seed: 3 }).map(makeLog);
  await insertLogs(test.db, lines, { ...makeRules, maxPatterns: 120 });
  await test.db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE id % 7 = 3`;
  const stored = await test.db.$queryRaw<LogRow[]>`
    SELECT ${logColumns} FROM logs WHERE deleted_at IS NULL ORDER BY logs.created_at DESC, logs.id DESC`;
  rows = stored.map(toLog);
});
afterAll(() => test.close());

const piece = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 2, arbitrary: variable },
  { weight: 1, arbitrary: message },
  {
    weight: 1,
    arbitrary: fc.constantFrom('conection', 'onnec', '0.0.1', 'blk', 'zzz', 'request-ABC', 'absent', '100'),
  },
);
const term = fc
  .record({ text: piece, quoted: fc.boolean(), negated: fc.integer({ min: 0, max: 5 }).map((n) => n === 0) })
  .map(
    ({ text, quoted, negated }) => `${negated ? '-' : ''}${quoted || /\s/.test(text) ? `"${text}"` : text}`,
  );
const search = fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join(' '));
const filter: fc.Arbitrary<Parameters> = fc.constantFrom<Parameters[]>(
  {},
  {},
  { level__gte: 'warn' },
  { service__eq: 'shop' },
  { source__in: 'API,db', level__ne: 'info' },
  {
    created_at__gte: new Date(start + 1_000_123).toISOString(),
    created_at__lt: new Date(start + 3_000_777).toISOString(),
  },
  { requestId__isnotnull: true },
);

/** Every page by cursor. */
async function walk(
  input: Parameters,
  limits: object,
): Promise<{ found: Log[]; first: Awaited<ReturnType<typeof listLogs>>; exactTotal: boolean }> {
  let cursor: string | null = null;
  const found: Log[] = [];
  let first: Awaited<ReturnType<typeof listLogs>> | null = null;
  for (let pages = 0; pages < 200; pages++) {
    const page: Awaited<ReturnType<typeof listLogs>> = await listLogs(
      test.db,
      parseListQuery(logs, { ...input, ...(cursor ? { cursor } : {}) }),
      limits,
    );
    first ??= page;
    found.push(...page.data);
    cursor = page.metadata.nextCursor;
    if (cursor === null) return { found, first, exactTotal: !first.metadata.totalIsCapped };
  }
  throw new Error('the walk does not end');
}

const model = (input: Parameters): Log[] => {
  const query = parseListQuery(logs, input);
  return rows.filter((row) => matches(query, row));
};
const ids = (list: Log[]): number[] => list.map(({ id }) => id);
const whole = { wholeBelow: 1_000_000 };
const planned = { wholeBelow: 0, scanBudget: 60 };

// A walk is many small pages: on a busy machine that takes its time.
describe('search of logs', { timeout: 120_000 }, () => {
  it('sorted by time and in quotes, too large to be read at once, pages lead to every line all the same', async () => {
    await fc.assert(
      fc.asyncProperty(piece, filter, fc.integer({ min: 9, max: 90 }), async (text, filter, limit) => {
        const input = { ...filter, search: `"${text}"`, order_by: 'created_at', limit };
        const { found, first } = await walk(input, planned);
        const expected = ids(model(input));
        expect(ids(found)).toEqual(expected);
        expect(first.metadata.total).toBeLessThanOrEqual(expected.length);
        if (!first.metadata.totalIsCapped) expect(first.metadata.total).toBe(expected.length);
      }),
      { numRuns: 25 },
    );
  });

  it('sorted by time gives the lines that hold every term, as a naive model does', async () => {
    await fc.assert(
      fc.asyncProperty(search, filter, fc.constantFrom('asc', 'desc'), async (search, filter, order) => {
        const input = { ...filter, search, order_by: 'created_at', order, limit: 1_000 };
        const page = await listLogs(test.db, parseListQuery(logs, input), whole);
        const expected = ids(model(input));
        expect(ids(page.data)).toEqual(order === 'asc' ? expected.reverse() : expected);
        expect(page.metadata.total).toBe(expected.length);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['read whole', whole],
    ['by indexes and counters', planned],
  ])(
    'by relevance, %s: every page leads on, nothing twice, the total is what paging gives, exact lines first',
    async (_, limits) => {
      let related = 0;
      await fc.assert(
        fc.asyncProperty(search, filter, fc.integer({ min: 9, max: 90 }), async (search, filter, limit) => {
          const input = { ...filter, search, limit };
          const { found, first, exactTotal } = await walk(input, limits);
          const all = ids(found);
          expect(new Set(all).size).toBe(all.length);
          const total = first.metadata.total;
          if (exactTotal) expect(all.length).toBe(total);
          else expect(all.length).toBeGreaterThanOrEqual(total);
          const exact = new Set(ids(model(input)));
          const inFilter = new Set(ids(model(filter)));
          expect(all.every((id) => inFilter.has(id))).toBe(true);
          const leading = all.slice(0, first.metadata.search?.exact ?? 0);
          expect(leading.every((id) => exact.has(id))).toBe(true);
          if (limits === whole)
            expect(leading.length).toBe(parseListQuery(logs, input).orderBy === 'relevance' ? exact.size : 0);
          const terms = parseListQuery(logs, input).search;
          if (terms.length > 0 && terms.every(({ negated, quoted }) => negated || quoted)) {
            const missed = [...exact].filter((id) => !all.includes(id));
            expect(missed).toEqual([]);
          }
          const refused = { ...parseListQuery(logs, {}), search: terms.filter(({ negated }) => negated) };
          expect(found.every((row) => matches(refused, row))).toBe(true);
          if (all.length > exact.size) related += 1;
        }),
        { numRuns: 30, endOnFailure: true },
      );
      expect(related).toBeGreaterThan(3);
    },
  );

  it('pages by offset are those by cursor', async () => {
    await fc.assert(
      fc.asyncProperty(
        search,
        filter,
        fc.constantFrom(whole, { wholeBelow: 0 }),
        async (search, filter, limits) => {
          const input = { ...filter, search, limit: 7 };
          const { found, first } = await walk(input, limits);
          for (let offset = 0; offset < Math.min(first.metadata.total, 30); offset += 7) {
            const page = await listLogs(test.db, parseListQuery(logs, { ...input, offset }), limits);
            // Lines found by reading follow those that were counted.
            const counted = Math.min(offset + 7, first.metadata.total);
            expect(ids(page.data).slice(0, counted - offset)).toEqual(ids(found).slice(offset, counted));
          }
        },
      ),
      // The example has lines that only reading finds on both sides of a page's edge.
      {
        numRuns: 12,
        endOnFailure: true,
        examples: [['"998"', { requestId__isnotnull: true }, { wholeBelow: 0 }]],
      },
    );
  });
});
