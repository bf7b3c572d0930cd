import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDb, createDb } from '../client.ts';
import { expireBefore } from '../testing/expire-before.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { ensurePartitions, withPartitions } from './ensure-partitions.ts';
import { listPartitions } from './list-partitions.ts';
import { dayMs, partitionedTables } from './parents.ts';

const day = Date.UTC(2026, 0, 31);
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

const insertLog = (at: number) =>
  test.db
    .$executeRaw`INSERT INTO logs (service, source, severity, message, created_at) VALUES ('s', 'a', 9, 'm', ${new Date(at)})`;
const logNames = async () => (await listPartitions(test.db, 'logs')).map(({ name }) => name);

describe('partitions', () => {
  it('are made once for each UTC day of the moments, for every parent', async () => {
    const moments = [day, day + dayMs - 1, day + dayMs, day];
    expect(await ensurePartitions(test.db, 'logs', moments)).toEqual(['logs_20260131', 'logs_20260201']);
    expect(await ensurePartitions(test.db, 'logs', moments)).toEqual([]);
    for (const table of ['metrics_minutes', 'request_snapshots', 'spans'] as const)
      expect(await ensurePartitions(test.db, table, [day])).toEqual([`${table}_20260131`]);
    expect((await listPartitions(test.db, 'logs'))[0]).toMatchObject({
      from: day,
      to: day + dayMs,
      table: 'logs',
    });
    await insertLog(day);
    await insertLog(day + dayMs - 1);
    const counted = await test.db.$queryRaw`SELECT count(*)::int AS rows FROM logs_20260131`;
    expect(counted).toEqual([{ rows: 2 }]);
  });

  it('carry the indexes and the key of their parent', async () => {
    for (const parent of Object.keys(partitionedTables)) {
      const rows = await test.db.$queryRaw<{ owner: string; indexes: number }[]>`
        SELECT tablename::text AS owner, count(*)::int AS indexes FROM pg_indexes
        WHERE tablename IN (${parent}, ${`${parent}_20260131`}) GROUP BY 1`;
      expect(rows.length).toBe(2);
      expect(rows[0]!.indexes).toBe(rows[1]!.indexes);
    }
  });

  it('are made by several processes at once without an error', async () => {
    const others = [0, 1, 2].map(() => createDb({ url: test.url, maxConnections: 1 }));
    const days = [0, 1, 2, 3].map((n) => Date.UTC(2026, 5, 1) + n * dayMs);
    const made = await Promise.all(others.map((db) => ensurePartitions(db, 'logs', days)));
    expect(made.flat().sort()).toEqual(['logs_20260601', 'logs_20260602', 'logs_20260603', 'logs_20260604']);
    await Promise.all(others.map(closeDb));
  });

  it('that were dropped by someone else are made again by the insert that misses them', async () => {
    const at = Date.UTC(2025, 0, 1);
    await ensurePartitions(test.db, 'logs', [at]);
    await test.db.$executeRaw`DROP TABLE logs_20250101`;
    expect(await withPartitions(test.db, { table: 'logs', moments: [at] }, () => insertLog(at))).toBe(1);
    expect(await logNames()).toContain('logs_20250101');
  });

  it('dropped as a whole are those before the moment; their newest transaction is the horizon of the stream', async () => {
    const [newest] = await test.db.$queryRaw<{ xid: string }[]>`
      SELECT max(xid)::text AS xid FROM logs WHERE created_at < ${new Date(day + dayMs)}`;
    const bytes = (await listPartitions(test.db, 'logs'))
      .slice(0, 2)
      .reduce((sum, each) => sum + each.bytes, 0);
    expect(await expireBefore(test.db, { table: 'logs' }, day + dayMs + 1)).toEqual({
      rows: 3,
      rowsAreEstimated: false,
      bytes,
      partitions: 2,
      services: { s: 3 },
      others: {},
    });
    expect(await logNames()).toEqual([
      'logs_20260201',
      'logs_20260601',
      'logs_20260602',
      'logs_20260603',
      'logs_20260604',
    ]);
    const horizon = await test.db.$queryRaw`SELECT stream, xid::text AS xid FROM stream_horizons`;
    expect(horizon).toEqual([{ stream: 'logs', xid: newest!.xid }]);
    expect(await expireBefore(test.db, { table: 'metrics_minutes' }, Date.UTC(2027, 0, 1))).toMatchObject({
      partitions: 1,
    });
    expect(await test.db.$queryRaw`SELECT count(*)::int AS rows FROM stream_horizons`).toEqual([{ rows: 1 }]);
  });
});
