import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeDb, createDb, type Db } from '../client.ts';
import { migrations } from '../generated/migrations.ts';
import { migrate } from '../migrate.ts';
import { createEmptyDatabase } from '../testing/test-db.ts';

const init = '20261123120000_init';
let [url, stop, db]: [string, () => Promise<void>, Db] = ['', async () => {}, {} as Db];

beforeAll(async () => {
  ({ url, stop } = await createEmptyDatabase());
  await migrate({ url, migrations: migrations.filter(({ name }) => name === init) });
  db = createDb({ url, maxConnections: 1 });
});
afterAll(async () => {
  await closeDb(db);
  await stop();
});

it('logs stored before counters existed are counted, split by source and found by their identifiers', async () => {
  await db.$executeRaw`SELECT ensure_day_partition('logs', '2026-01-31')`;
  await db.$executeRaw`
    INSERT INTO log_patterns (service, fingerprint, pattern, sample, count, first_seen, last_seen)
    VALUES ('shop', 'f', 'took <num>ms', 'took 1ms', 4, '2026-01-31', '2026-01-31'), ('shop', 'g', 'bye', 'bye', 9, '2026-01-31', '2026-01-31')`;
  await db.$executeRaw`
    INSERT INTO logs (service, source, severity, message, pattern_id, variables, request_id, created_at, deleted_at)
    SELECT 'shop', source, 9, 'took 1ms', 1, '{12,BLK_77}', 'Req-1', timestamptz '2026-01-31 10:00Z' + n * interval '1 minute', hidden
    FROM (VALUES ('a', 0, NULL), ('b', 1, NULL), ('b', 2, timestamptz '2026-01-31 11:00Z'), ('a', 3, NULL)) AS rows (source, n, hidden)`;
  await db.$executeRaw`UPDATE logs SET meta = '{"service.version": "2"}' WHERE source = 'b'`;
  await db.$executeRaw`SELECT ensure_day_partition('request_snapshots', '2026-01-31')`;
  await db.$executeRaw`
    INSERT INTO request_snapshots (service, endpoint, method, path, version, timestamp)
    SELECT 'shop', 'GET /', 'GET', '/', version, timestamptz '2026-01-31 10:00Z' - n * interval '1 minute'
    FROM (VALUES ('1', 1), ('1', 2), ('', 3), (NULL, 4)) AS rows (version, n)`;
  expect((await migrate({ url })).applied[0]).toBe('20261124090000_log_search');

  const patterns =
    await db.$queryRaw`SELECT source, pattern, count::int, statics FROM log_patterns ORDER BY id`;
  expect(patterns).toEqual([
    { source: 'a', pattern: 'took <num>ms', count: 2, statics: 'took \u0001ms' },
    { source: '', pattern: 'bye', count: 9, statics: 'bye' },
    { source: 'b', pattern: 'took <num>ms', count: 2, statics: 'took \u0001ms' },
  ]);
  const rows = await db.$queryRaw`SELECT DISTINCT source, pattern_id, variables FROM logs ORDER BY source`;
  expect(rows).toEqual([
    { source: 'a', pattern_id: 1, variables: ['blk_77', 'req-1'] },
    { source: 'b', pattern_id: 3, variables: ['blk_77', 'req-1'] },
  ]);
  const counts = await db.$queryRaw`
    SELECT resolution, pattern_id, sum(count)::int AS count FROM log_counts GROUP BY 1, 2 ORDER BY 1, 2`;
  expect(counts).toEqual(
    [60, 3_600, 86_400].flatMap((resolution) => [
      { resolution, pattern_id: 1, count: 2 },
      { resolution, pattern_id: 3, count: 1 },
    ]),
  );
});

it('versions of services from before they were noted are known by the requests and lines that named them', async () => {
  const versions = await db.$queryRaw`SELECT service, version, first_seen FROM service_versions ORDER BY id`;
  expect(versions).toEqual([
    { service: 'shop', version: '1', first_seen: new Date('2026-01-31T09:58:00Z') },
    { service: 'shop', version: '2', first_seen: new Date('2026-01-31T10:01:00Z') },
  ]);
});
