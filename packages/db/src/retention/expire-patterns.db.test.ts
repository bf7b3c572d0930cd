import type { KeepRule } from '@apiscope/core/retention/plan-day';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../client.ts';
import { insertLogs } from '../logs/insert-logs.ts';
import { dayMs } from '../partitions/parents.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { expirePatterns } from './expire-patterns.ts';

const now = Date.UTC(2026, 4, 31, 12);
const rules = { embedder: { version: 'test', embed: () => [1, 0] }, maxPatterns: 50 };
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
beforeEach(async () => {
  await test.db.$executeRaw`DELETE FROM logs`;
  await test.db.$executeRaw`DELETE FROM log_patterns`;
});
afterAll(() => test.close());

const store = (pattern: string, ago: number, service = 'shop') =>
  insertLogs(
    test.db,
    [
      {
        service,
        source: 'api',
        level: 'info',
        message: pattern,
        meta: null,
        traceId: null,
        requestId: null,
        createdAt: now - ago * dayMs,
        pattern,
        fingerprint: pattern,
        identifiers: [],
      },
    ],
    rules,
  );
/** As if the writers had been silent since. */
const settle = () => test.db.$executeRaw`UPDATE log_patterns SET updated_at = ${new Date(now - dayMs)}`;
const expire = (rule: KeepRule = { days: 30, services: new Map() }) =>
  expirePatterns(test.db, { rule, now }, (work) => work());
const patterns = async () =>
  (await test.db.logPattern.findMany({ orderBy: { pattern: 'asc' } })).map(({ pattern }) => pattern);
const dangling = () =>
  test.db
    .$queryRaw`SELECT logs.id FROM logs LEFT JOIN log_patterns ON log_patterns.id = pattern_id WHERE log_patterns.id IS NULL`;

describe('expirePatterns', () => {
  it('deletes those past their retention that no line has, and no other', async () => {
    for (const [pattern, ago] of [
      ['lost', 40],
      ['kept by a line', 40],
      ['recent', 30],
    ] as const)
      await store(pattern, ago);
    await test.db.$executeRaw`DELETE FROM logs WHERE message <> 'kept by a line'`;
    expect(await expire()).toBe(0);
    await settle();
    expect(await expire()).toBe(1);
    expect(await patterns()).toEqual(['kept by a line', 'recent']);
  });

  it('counts the days of the service where it has its own', async () => {
    for (const service of ['short', 'long', 'shop']) await store('gone', 20, service);
    await test.db.$executeRaw`DELETE FROM logs`;
    await settle();
    const services = new Map([
      ['short', 2],
      ['long', 365],
    ]);
    expect(await expire({ days: 10, services })).toBe(2);
    expect(await test.db.logPattern.findMany({ select: { service: true } })).toEqual([{ service: 'long' }]);
  });

  it('passes over a pattern that a writer is about to use, and keeps it afterwards', async () => {
    if (test.kind === 'embedded') return;
    await store('busy', 40);
    await test.db.$executeRaw`DELETE FROM logs`;
    await settle();
    await inTransaction(test.db, async (tx) => {
      await tx.$executeRaw`
        INSERT INTO logs (service, source, severity, message, pattern_id, created_at)
        SELECT service, source, 9, pattern, id, ${new Date(now - 40 * dayMs)} FROM log_patterns`;
      await tx.$executeRaw`UPDATE log_patterns SET count = count + 1, updated_at = now()`;
      const startedAt = performance.now();
      expect(await expire()).toBe(0);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    });
    expect(await expire()).toBe(0);
    expect(await dangling()).toEqual([]);
  });

  it('never misleads a writer that still remembers the id', async () => {
    await store('remembered', 40);
    await test.db.$executeRaw`DELETE FROM logs`;
    await settle();
    expect(await expire()).toBe(1);
    await store('remembered', 40);
    expect(await patterns()).toEqual(['remembered']);
    expect(await dangling()).toEqual([]);
  });
});
