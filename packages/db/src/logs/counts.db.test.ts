import type { Level } from '@apiscope/core/logs/level';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { expireBefore } from '../testing/expire-before.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { insertLogs, type PreparedLog } from './insert-logs.ts';

const start = Date.UTC(2026, 0, 31, 9, 59, 59);
const rules = { embedder: { version: 'test', embed: () => [1, 0] }, maxPatterns: 5 };
let test: TestDb;
beforeEach(async () => {
  await test?.close();
  test = await createTestDb();
});
afterAll(() => test.close());

const line = (text: string, over: Partial<PreparedLog> = {}): PreparedLog => ({
  service: 'shop',
  source: 'API',
  level: 'info',
  message: text,
  meta: null,
  traceId: null,
  requestId: null,
  createdAt: start,
  pattern: text,
  fingerprint: text,
  identifiers: [],
  ...over,
});

/** The counters, and the same counted from the rows that are not hidden: they must agree. */
async function counters(): Promise<{ kept: unknown[]; counted: unknown[] }> {
  const kept = await test.db.$queryRaw<unknown[]>`
    SELECT resolution, bucket, pattern_id, severity, count::int FROM log_counts WHERE count <> 0 ORDER BY 1, 2, 3, 4`;
  const counted = await test.db.$queryRaw<unknown[]>`
    SELECT resolution, date_bin(make_interval(secs => resolution), created_at, 'epoch') AS bucket, pattern_id, severity, count(*)::int
    FROM logs CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution)
    WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
  return { kept, counted };
}

async function expectExact(): Promise<number> {
  const { kept, counted } = await counters();
  expect(kept).toEqual(counted);
  return kept.length;
}

const levels: Level[] = ['info', 'warn', 'error'];
const spread = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) =>
    line(`pattern ${n % 4}`, {
      level: levels[n % 3]!,
      createdAt: start + (from + n) * 7_000,
      source: `s${n % 2}`,
    }),
  );

describe('counters of logs', () => {
  it('agree with the rows after inserts by several writers, over minutes, hours and days', async () => {
    await Promise.all(
      [0, 50, 100, 40].map((from) => insertLogs(test.db, spread(from, 60), { ...rules, maxPatterns: 50 })),
    );
    await insertLogs(test.db, [line('pattern 0', { createdAt: start + 86_400_000 })], rules);
    expect(await expectExact()).toBeGreaterThan(100);
    const patterns = await test.db.logPattern.findMany();
    expect(patterns.map(({ count }) => Number(count)).reduce((a, b) => a + b)).toBe(241);
  });

  it('lose a row that is hidden, regain one that is brought back, and lose one that is removed', async () => {
    await insertLogs(test.db, spread(0, 90), { ...rules, maxPatterns: 50 });
    await test.db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE severity = 17`;
    await expectExact();
    await test.db.$executeRaw`UPDATE logs SET deleted_at = NULL WHERE source = 's1'`;
    await expectExact();
    await test.db.$executeRaw`UPDATE logs SET updated_at = now()`;
    await expectExact();
    await test.db.$executeRaw`DELETE FROM logs WHERE severity >= 13`;
    const { kept } = await counters();
    expect(kept.length).toBeGreaterThan(0);
    await expectExact();
  });

  it('go with the day of their rows', async () => {
    await insertLogs(test.db, [line('a'), line('a', { createdAt: start + 2 * 86_400_000 })], rules);
    await expireBefore(test.db, { table: 'logs' }, start + 86_400_000);
    expect(await expectExact()).toBe(3);
  });
});

describe('patterns of logs', () => {
  it('past the cap of a service share one, whatever their source; other services have room of their own', async () => {
    const many = Array.from({ length: 9 }, (_, n) => line(`kind ${n}`, { source: `source ${n}` }));
    await insertLogs(test.db, many, rules);
    await insertLogs(test.db, [...many, line('kind 0', { service: 'other' })], rules);
    const stored = await test.db.logPattern.findMany({ orderBy: { id: 'asc' } });
    const own = stored.filter(({ service }) => service === 'shop');
    expect(own.map(({ fingerprint, count }) => [fingerprint, Number(count)])).toEqual([
      ['kind 0', 2],
      ['kind 1', 2],
      ['kind 2', 2],
      ['kind 3', 2],
      ['kind 4', 2],
      ['overflow', 8],
    ]);
    expect(own.at(-1)).toMatchObject({ pattern: '<overflow>', source: '', sample: 'kind 5' });
    expect(stored.length).toBe(7);
    await expectExact();
  });

  it('that retention removed under a writer who remembers them are made again', async () => {
    await insertLogs(test.db, [line('a'), line('b')], rules);
    await test.db.$executeRaw`DELETE FROM logs`;
    await test.db.$executeRaw`DELETE FROM log_patterns WHERE pattern = 'a'`;
    await insertLogs(test.db, [line('b'), line('a')], rules);
    const rows = await test.db.$queryRaw<unknown[]>`
      SELECT log_patterns.pattern FROM logs JOIN log_patterns ON log_patterns.id = pattern_id ORDER BY logs.id`;
    expect(rows).toEqual([{ pattern: 'b' }, { pattern: 'a' }]);
    await expectExact();
  });

  it('know what stands in every line of theirs, and its words', async () => {
    await insertLogs(
      test.db,
      [
        line('drop blk_<id> … of NameSystem.addStoredBlock took <num>ms…', { source: 'dfs.FSNamesystem' }),
        line('plain text with <b> in it'),
      ],
      rules,
    );
    const rows = await test.db.$queryRaw<{ statics: string; stored: boolean }[]>`
      SELECT statics, lexemes @@ to_tsquery('english', 'block & fsnamesystem') AS stored FROM log_patterns ORDER BY id`;
    expect(rows).toEqual([
      { statics: 'drop blk_\u0001 of NameSystem.addStoredBlock took \u0001ms', stored: true },
      { statics: 'plain text with <b> in it', stored: false },
    ]);
  });
});
