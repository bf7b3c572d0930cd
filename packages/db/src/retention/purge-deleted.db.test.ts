import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePartitions } from '../partitions/ensure-partitions.ts';
import { dayMs } from '../partitions/parents.ts';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { purgeDeleted, softlyDeleted } from './purge-deleted.ts';
import { emptyTally } from './tally.ts';

const now = Date.UTC(2026, 4, 31, 12);
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

async function purge() {
  const tally = emptyTally();
  await purgeDeleted(test.db, now - 7 * dayMs, { rest: (work) => work(), tally });
  return tally;
}

describe('purgeDeleted', () => {
  it('knows every table whose rows can be deleted softly', async () => {
    const tables = await test.db.$queryRaw<{ name: string }[]>`
      SELECT relname::text AS name FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE attname = 'deleted_at' AND relnamespace = 'public'::regnamespace AND (relkind = 'r' OR relname = 'metrics_minutes')
        AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = pg_class.oid AND relname ~ '_\\d{8}$')
      UNION ALL SELECT unnest(ARRAY['logs', 'request_snapshots', 'spans'])`;
    expect(tables.map(({ name }) => name).sort()).toEqual([...softlyDeleted, 'log_patterns'].sort());
  });

  it('removes what was deleted before, more than fits into one batch, and nothing else', async () => {
    const [long, short] = [new Date(now - 8 * dayMs), new Date(now - 6 * dayMs)];
    await test.db.$executeRaw`
      INSERT INTO users (name, age, deleted_at) SELECT 'user ' || n, 1, ${long}::timestamptz FROM generate_series(1, 4500) AS n
      UNION ALL SELECT 'fresh', 1, ${short}::timestamptz UNION ALL SELECT 'alive', 1, NULL`;
    for (const table of ['logs', 'request_snapshots'] as const)
      await ensurePartitions(test.db, table, [now, now - dayMs]);
    const pattern = await test.db.$queryRaw<{ id: number }[]>`
      INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, first_seen, last_seen)
      VALUES ('s', 'a', 'f', 'p', 'p', now(), now()) RETURNING id`;
    await test.db.$executeRaw`
      INSERT INTO logs (service, source, severity, message, pattern_id, created_at, deleted_at)
      SELECT 's', 'a', 9, 'm', ${pattern[0]!.id}::int, ${new Date(now)}::timestamptz - ago * interval '1 day', gone
      FROM generate_series(0, 1) AS ago, unnest(ARRAY[${long}, ${short}, NULL]::timestamptz[]) AS gone`;
    await test.db.$executeRaw`
      INSERT INTO log_counts SELECT 86400, date_trunc('day', created_at), pattern_id, severity, count(*) FROM logs
      WHERE deleted_at IS NULL GROUP BY 2, 3, 4`;
    await test.db.$executeRaw`
      INSERT INTO request_snapshots (service, endpoint, method, path, timestamp, deleted_at, pinned)
      VALUES ('s', 'GET /', 'GET', '/', ${new Date(now)}, ${long}, true), ('s', 'GET /', 'GET', '/', ${new Date(now)}, NULL, true)`;
    expect(await purge()).toMatchObject({
      rows: 4_503,
      others: { users: 4_500, logs: 2, request_snapshots: 1 },
    });
    const [left] = await test.db.$queryRaw<Record<string, number>[]>`
      SELECT (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM logs) AS logs,
             (SELECT count(*)::int FROM request_snapshots) AS snapshots, (SELECT sum(count)::int FROM log_counts) AS counted`;
    // The counters had lost the deleted lines when they were hidden; they don't lose them again.
    expect(left).toEqual({ users: 2, logs: 4, snapshots: 1, counted: 2 });
    expect(await purge()).toEqual(emptyTally());
  });
});
