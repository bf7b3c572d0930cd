import type { KeepRule } from '@apiscope/core/retention/plan-day';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../client.ts';
import { insertLogs, type PreparedLog } from '../logs/insert-logs.ts';
import { listPartitions } from '../partitions/list-partitions.ts';
import { dayMs } from '../partitions/parents.ts';
import { streamHorizon } from '../stream/read-after.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { expireDays } from './expire-days.ts';
import type { Rest } from './rest.ts';
import { emptyTally, type Tally } from './tally.ts';

const now = Date.UTC(2026, 4, 31, 12);
const rules = { embedder: { version: 'test', embed: () => [1, 0] }, maxPatterns: 50 };
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
beforeEach(async () => {
  await expire(keep(1), { at: now + 100 * dayMs });
  await test.db.$executeRaw`DELETE FROM stream_horizons`;
});
afterAll(() => test.close());

const line = (service: string, ago: number, more: Partial<PreparedLog> = {}): PreparedLog => ({
  service,
  source: 'api',
  level: 'info',
  message: 'a line',
  meta: null,
  traceId: null,
  requestId: null,
  createdAt: now - ago * dayMs,
  pattern: `a line of ${service}`,
  fingerprint: service,
  identifiers: [],
  ...more,
});
const store = (...lines: PreparedLog[]) => insertLogs(test.db, lines, rules);

/** Days ago with the services whose lines are left. */
async function left(): Promise<Record<string, string>> {
  const rows = await test.db.$queryRaw<{ ago: number; services: string }[]>`
    SELECT (${new Date(now)}::date - created_at::date) AS ago, string_agg(DISTINCT service, ' ' ORDER BY service) AS services
    FROM logs GROUP BY 1 ORDER BY 1`;
  return Object.fromEntries(rows.map(({ ago, services }) => [ago, services]));
}

const keep = (days: number, services: Record<string, number> = {}): KeepRule => ({
  days,
  services: new Map(Object.entries(services)),
});
const atOnce: Rest = (work) => work();
async function expire(rule: KeepRule, { at = now, rest = atOnce } = {}): Promise<Tally> {
  const tally = emptyTally();
  await expireDays(test.db, { table: 'logs', rule, now: at }, { rest, tally });
  return tally;
}

/** The counters must say what is there: rows are deleted through the table that keeps them. */
async function expectCounted(): Promise<void> {
  const [counted] = await test.db.$queryRaw<{ counters: number; rows: number }[]>`
    SELECT (SELECT coalesce(sum(count), 0)::int FROM log_counts WHERE resolution = 86400) AS counters, count(*)::int AS rows FROM logs`;
  expect(counted!.counters).toBe(counted!.rows);
}

describe('expireDays', () => {
  it('drops whole days when no service differs, and tells by service what went', async () => {
    await store(line('a', 40), line('b', 40), line('a', 31), line('a', 30), line('a', 0));
    const [oldest] = await listPartitions(test.db, 'logs');
    const tally = await expire(keep(30));
    expect(tally).toMatchObject({
      rows: 3,
      rowsAreEstimated: false,
      partitions: 2,
      services: { a: 2, b: 1 },
    });
    expect(tally.bytes).toBeGreaterThan(oldest!.bytes);
    expect(await left()).toEqual({ 0: 'a', 30: 'a' });
    expect(await expire(keep(30))).toEqual(emptyTally());
    await expectCounted();
  });

  it('of a service kept shorter deletes the rows, and drops days that only it had', async () => {
    for (const ago of [0, 1, 2, 3, 8]) await store(line('chatty', ago), line('calm', ago));
    await store(line('chatty', 5), line('chatty', 5));
    const tally = await expire(keep(30, { chatty: 2 }));
    expect(tally).toMatchObject({ rows: 4, partitions: 1, services: { chatty: 4 } });
    expect(await left()).toEqual({
      0: 'calm chatty',
      1: 'calm chatty',
      2: 'calm chatty',
      3: 'calm',
      8: 'calm',
    });
    await expectCounted();
    expect(await expire(keep(30, { chatty: 2 }))).toEqual(emptyTally());
  });

  it('keeps the days that a service is kept longer for, without the others, until nobody needs them', async () => {
    for (const ago of [1, 4, 10, 20]) await store(line('audit', ago), line('calm', ago));
    await store(line('calm', 15));
    const rule = keep(3, { audit: 12 });
    expect(await expire(rule)).toMatchObject({ rows: 5, partitions: 2, services: { calm: 4, audit: 1 } });
    expect(await left()).toEqual({ 1: 'audit calm', 4: 'audit', 10: 'audit' });
    await expectCounted();
    expect(await expire(rule, { at: now + 4 * dayMs })).toMatchObject({ rows: 2, partitions: 1 });
    expect(await left()).toEqual({ 1: 'audit', 4: 'audit' });
    expect(await expire(rule, { at: now + 40 * dayMs })).toMatchObject({ rows: 2, partitions: 2 });
    expect(await left()).toEqual({});
  });

  it('deletes a bounded number of rows at a time, and goes on where a run was killed', async () => {
    // Four rows a page, so that the day has some hundred pages.
    const message = 'x'.repeat(1_600);
    await store(...Array.from({ length: 1_000 }, (_, n) => line(n % 5 ? 'chatty' : 'calm', 6, { message })));
    const sizes: number[] = [];
    const killed: Rest = async (work) => {
      if (sizes.length === 2) throw new Error('killed');
      const before = await count();
      await work();
      sizes.push(before - (await count()));
    };
    await expect(expire(keep(30, { chatty: 2 }), { rest: killed })).rejects.toThrow('killed');
    expect(Math.max(...sizes)).toBeLessThan(260);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    const gone = sizes.reduce((a, b) => a + b);
    expect(await countByService()).toEqual({ calm: 200, chatty: 800 - gone });
    await expectCounted();
    expect(await expire(keep(30, { chatty: 2 }))).toMatchObject({ rows: 800 - gone });
    expect(await countByService()).toEqual({ calm: 200 });
    await expectCounted();
  });

  it('tells streams that rows are gone from the middle of theirs', async () => {
    await store(line('chatty', 6), line('calm', 6));
    await store(line('chatty', 6));
    await store(line('calm', 6));
    const xids = await test.db.$queryRaw<{ xid: string }[]>`SELECT xid::text FROM logs ORDER BY id`;
    expect(await streamHorizon(test.db, 'logs')).toBeNull();
    await expire(keep(30, { chatty: 2 }));
    expect(await streamHorizon(test.db, 'logs')).toMatch(new RegExp(`^${xids[2]!.xid}-`));
  });

  it('leaves a day that is in use for the next run, says so, and lets nobody wait for long', async () => {
    if (test.kind === 'embedded') return;
    await store(line('a', 40), line('a', 0));
    await inTransaction(test.db, async (tx) => {
      await tx.$queryRaw`SELECT count(*) FROM logs`;
      let waited = 0;
      let isBusy = true;
      const writer = (async () => {
        while (isBusy) {
          const startedAt = performance.now();
          await store(line('a', 0));
          waited = Math.max(waited, performance.now() - startedAt);
        }
      })();
      await expect(expire(keep(30))).rejects.toThrow(/in use.*logs_20260421/);
      isBusy = false;
      await writer;
      expect(waited).toBeGreaterThan(100);
      expect(waited).toBeLessThan(900);
    });
    expect(await expire(keep(30))).toMatchObject({ rows: 1, partitions: 1 });
  });
});

async function countByService(): Promise<Record<string, number>> {
  const rows = await test.db.$queryRaw<{ service: string; rows: number }[]>`
    SELECT service, count(*)::int AS rows FROM logs GROUP BY 1 ORDER BY 1`;
  return Object.fromEntries(rows.map(({ service, rows }) => [service, rows]));
}

async function count(): Promise<number> {
  return Object.values(await countByService()).reduce((sum, rows) => sum + rows, 0);
}
