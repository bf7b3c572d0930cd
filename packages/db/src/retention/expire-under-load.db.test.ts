import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDb, createDb, type Db } from '../client.ts';
import { insertLogs, type PreparedLog } from '../logs/insert-logs.ts';
import { listPartitions } from '../partitions/list-partitions.ts';
import { dayMs } from '../partitions/parents.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { expireDays } from './expire-days.ts';
import { expirePatterns } from './expire-patterns.ts';
import { emptyTally } from './tally.ts';

const now = Date.UTC(2026, 4, 31, 12);
const rules = { embedder: { version: 'test', embed: () => [1, 0] }, maxPatterns: 500 };
let test: TestDb;
let writers: Db[];
beforeAll(async () => {
  test = await createTestDb();
  writers = [0, 1].map(() => createDb({ url: test.url, maxConnections: 2 }));
});
afterAll(async () => {
  await Promise.all(writers.map(closeDb));
  await test.close();
});

const line = (service: string, n: number, ago: number): PreparedLog => ({
  service,
  source: 'api',
  level: 'info',
  message: `line ${n}`,
  meta: null,
  traceId: null,
  requestId: null,
  createdAt: now - ago * dayMs,
  pattern: `line ${n % 7}`,
  fingerprint: `line ${n % 7}`,
  identifiers: [],
});

describe('retention while two writers store lines as fast as they can', () => {
  it('fails no insert, loses no line that is kept, and leaves counters and patterns in agreement', async () => {
    const rule = { days: 30, services: new Map([['short', 2]]) };
    let isDone = false;
    const kept = [0, 0];
    // Each writes to today and, late, into days that are being dropped or thinned out at that moment.
    const write = async (db: Db, place: number) => {
      for (let batch = 0; !isDone; batch++) {
        const lines = Array.from({ length: 40 }, (_, n) => line(n % 2 ? 'short' : 'shop', n, 0));
        lines.push(line('shop', batch, 31 + (batch % 3)), line('shop', batch, 5), line('short', batch, 5));
        await insertLogs(db, lines, rules);
        kept[place]! += 41;
      }
    };
    const writing = Promise.all(writers.map(write));
    const tally = emptyTally();
    const until = performance.now() + 1_000;
    let runs = 0;
    while (performance.now() < until || runs < 2) {
      await expireDays(test.db, { table: 'logs', rule, now }, { rest: (work) => work(), tally });
      await expirePatterns(test.db, { rule, now }, (work) => work());
      runs++;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    isDone = true;
    await writing;
    await expireDays(test.db, { table: 'logs', rule, now }, { rest: (work) => work(), tally });

    expect(tally.partitions).toBeGreaterThanOrEqual(2);
    expect(tally.services.short).toBeGreaterThan(0);
    const days = (await listPartitions(test.db, 'logs')).map(({ from }) => Math.floor((now - from) / dayMs));
    expect(days).toEqual([5, 0]);
    const [found] = await test.db.$queryRaw<Record<string, number>[]>`
      SELECT count(*)::int AS rows, (SELECT sum(count)::int FROM log_counts WHERE resolution = 60) AS counted,
             count(*) FILTER (WHERE log_patterns.id IS NULL)::int AS dangling
      FROM logs LEFT JOIN log_patterns ON log_patterns.id = pattern_id`;
    const rows = kept[0]! + kept[1]!;
    expect(found).toEqual({ rows, counted: rows, dangling: 0 });
  });
});
