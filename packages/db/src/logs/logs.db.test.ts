import { levels } from '@apiscope/core/logs/level';
import type { Log } from '@apiscope/core/logs/schema';
import { parseListQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { getLog } from './get-log.ts';
import { insertLog, insertLogs, logsChannel, type PreparedLog } from './insert-logs.ts';
import { listLogs } from './list-logs.ts';
import { type LogRow, logColumns, toLog } from './log-row.ts';
import { similarLogs } from './similar-logs.ts';

const start = Date.UTC(2026, 0, 31, 9);
/** Two dimensions: the angle is in the pattern, so that neighbours are known. */
const embedder = {
  version: 'test-1',
  embed: (pattern: string) => {
    const degrees = Number(/\d+/.exec(pattern)?.[0] ?? Number.NaN);
    return Number.isNaN(degrees)
      ? [0, 0]
      : [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  },
};
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

const line = (over: Partial<PreparedLog> = {}): PreparedLog => ({
  service: 'shop',
  source: 'API',
  level: 'info',
  message: 'turned 0',
  meta: null,
  traceId: null,
  requestId: null,
  createdAt: start,
  pattern: 'turned 0',
  fingerprint: 'p0',
  identifiers: [],
  ...over,
});
const turned = (degrees: number, over: Partial<PreparedLog> = {}) =>
  line({ message: `turned ${degrees}`, pattern: `turned ${degrees}`, fingerprint: `p${degrees}`, ...over });
const rules = { embedder, maxPatterns: 1_000 };
/** Inserts, and reads back what was stored, in the order of the ids. */
async function insert(lines: PreparedLog[]): Promise<Log[]> {
  const [last] = await test.db.$queryRaw<{ id: bigint }[]>`SELECT coalesce(max(id), 0) AS id FROM logs`;
  await insertLogs(test.db, lines, rules);
  const rows = await test.db.$queryRaw<
    LogRow[]
  >`SELECT ${logColumns} FROM logs WHERE id > ${last!.id} ORDER BY id`;
  return rows.map(toLog);
}
const patterns = () => test.db.logPattern.findMany({ orderBy: { fingerprint: 'asc' } });

describe('insertLogs', () => {
  it('gives back what is stored, in the order given, whatever the order of time', async () => {
    const hostile = `'; DROP TABLE logs; -- {"a",NULL} \\ % 日本 😀 \n`;
    const lines = levels.map((level, n) =>
      line({
        level,
        message: hostile,
        source: hostile,
        service: n % 2 ? hostile : '{}',
        meta: n === 0 ? null : { n, text: hostile, deep: [[null, { a: 1.5 }]], 'nu\\ll': 'NULL' },
        traceId: n % 2 ? 'NULL' : null,
        requestId: n % 3 ? '' : null,
        createdAt: start - n * 3_600_000 * 10,
        identifiers: ['NULL', hostile, `v${n}`],
      }),
    );
    const stored = await insert(lines);
    expect(stored.map(({ id }) => id)).toEqual([...stored.map(({ id }) => id)].sort((a, b) => a - b));
    for (const [n, log] of stored.entries()) {
      const { createdAt, pattern, fingerprint, identifiers, ...wire } = lines[n]!;
      const created_at = new Date(createdAt).toISOString();
      expect(log).toEqual({
        ...wire,
        id: log.id,
        patternId: log.patternId,
        created_at,
        updated_at: expect.any(String),
      });
      expect(await getLog(test.db, { id: log.id })).toEqual(log);
      const [kept] = await test.db.$queryRaw<{ variables: string[] }[]>`
        SELECT variables FROM logs WHERE id = ${log.id}`;
      expect(kept!.variables).toEqual(identifiers);
    }
    expect(await insert([])).toEqual([]);
  });

  it('counts a pattern per service and embeds it once', async () => {
    await test.db.logPattern.deleteMany();
    const embedded: string[] = [];
    const embed = (text: string) => {
      embedded.push(text);
      return embedder.embed(text);
    };
    const counting = { embedder: { version: 'test-1', embed }, maxPatterns: 10 };
    await insertLogs(test.db, [turned(10), turned(20), turned(10, { createdAt: start + 5 })], counting);
    await insertLogs(
      test.db,
      [turned(10, { createdAt: start - 5 }), turned(10, { service: 'other' })],
      counting,
    );
    expect(embedded).toEqual(['turned 10', 'turned 20', 'turned 10']);
    const stored = (await patterns()).map(({ service, fingerprint, count, firstSeen, lastSeen }) => [
      service,
      fingerprint,
      Number(count),
      firstSeen.getTime() - start,
      lastSeen.getTime() - start,
    ]);
    expect(stored).toHaveLength(3);
    expect(stored).toContainEqual(['shop', 'p10', 3, -5, 5]);
    expect(stored).toContainEqual(['other', 'p10', 1, 0, 0]);
  });

  it('from many writers at once neither deadlocks nor miscounts', async () => {
    await test.db.logPattern.deleteMany();
    const degrees = Array.from({ length: 40 }, (_, n) => n);
    const writers = Array.from({ length: 8 }, (_, n) =>
      insert((n % 2 ? [...degrees].reverse() : degrees).map((d) => turned(d))),
    );
    await Promise.all(writers);
    expect((await patterns()).map(({ count }) => Number(count))).toEqual(Array(40).fill(8));
  });

  it('keeps nothing when one line fails', async () => {
    const before = await listLogs(test.db, parseListQuery(logs, {}));
    await expect(insert([turned(1), turned(777, { message: 'a\0b' })])).rejects.toThrow();
    expect((await listLogs(test.db, parseListQuery(logs, {}))).metadata.total).toBe(before.metadata.total);
    expect((await patterns()).some(({ fingerprint }) => fingerprint === 'p777')).toBe(false);
  });

  it('notifies listeners when it has committed', async () => {
    const client = new pg.Client({ connectionString: test.url });
    await client.connect();
    await client.query(`LISTEN ${logsChannel}`);
    const notified = new Promise((resolve) => client.once('notification', ({ channel }) => resolve(channel)));
    await insert([turned(1)]);
    expect(await notified).toBe(logsChannel);
    await client.end();
  });

  it('takes 10,000 lines at once', async () => {
    const stored = await insert(
      Array.from({ length: 10_000 }, (_, n) => turned(n % 50, { createdAt: start + n })),
    );
    expect(stored.length).toBe(10_000);
    expect(stored.at(-1)!.created_at).toBe(new Date(start + 9_999).toISOString());
  });
});

describe('similarLogs', () => {
  it('gives the newest rows of the nearest patterns, without the log itself and deleted rows', async () => {
    await test.db.$executeRaw`TRUNCATE logs, log_patterns, log_counts`;
    const [own, gone] = await insert([
      turned(0),
      turned(0, { createdAt: start + 9 }),
      turned(0, { createdAt: start + 1 }),
      turned(30, { service: 'other', createdAt: start + 2 }),
      turned(30, { service: 'other', createdAt: start + 3 }),
      turned(90),
      turned(180),
      line({ message: '…', pattern: '…', fingerprint: 'none' }),
    ]);
    await test.db.$executeRaw`UPDATE logs SET deleted_at = now() WHERE id = ${gone!.id}`;
    const found = await similarLogs(test.db, { id: own!.id, limit: 10 });
    expect(found.map(({ message, created_at }) => [message, Date.parse(created_at) - start])).toEqual([
      ['turned 0', 1],
      ['turned 30', 3],
      ['turned 30', 2],
      ['turned 90', 0],
      ['turned 180', 0],
    ]);
    const similarities = found.map(({ similarity }) => Math.round(similarity * 1e4) / 1e4 + 0);
    expect(similarities).toEqual([1, 0.866, 0.866, 0, -1]);
    expect(await similarLogs(test.db, { id: own!.id, limit: 2 })).toEqual(found.slice(0, 2));
    for (const id of [gone!.id, 999_999_999]) {
      await expect(similarLogs(test.db, { id, limit: 5 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(getLog(test.db, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('of a pattern without words are its own rows only', async () => {
    const blank = line({ message: '—', pattern: '—', fingerprint: 'blank' });
    const [one, two] = await insert([blank, blank]);
    const found = await similarLogs(test.db, { id: one!.id, limit: 10 });
    expect(found.map(({ id, similarity }) => [id, similarity])).toEqual([[two!.id, 1]]);
  });

  it('look at vectors of the same version alone', async () => {
    const [old] = [
      await insertLog(test.db, turned(5, { service: 'v2' }), {
        ...rules,
        embedder: { version: 'test-2', embed: () => [1, 0, 0] },
      }),
    ];
    expect(await similarLogs(test.db, { id: old!.id, limit: 10 })).toEqual([]);
  });
});
