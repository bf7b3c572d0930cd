import type { Db } from '../client.ts';
import { ensurePartitions } from '../partitions/ensure-partitions.ts';
import { dayMs } from '../partitions/parents.ts';

/** The first day that {@link fillTables} puts rows on, and how many there are. */
export const filledFrom = Date.UTC(2026, 0, 28);
export const filledDays = 4;

/**
 * Fills every listed table with rows made by the database, as many and as unevenly spread as it takes for the planner to choose as it
 * would in earnest, and then gathers statistics.
 */
export async function fillTables(db: Db): Promise<void> {
  const days = Array.from({ length: filledDays }, (_, day) => filledFrom + day * dayMs);
  for (const table of ['logs', 'request_snapshots', 'metrics_minutes'] as const)
    await ensurePartitions(db, table, days);
  for (const sql of statements) await db.$executeRawUnsafe(sql);
}

/** The moment of row `n` of `rows`, evenly over the days. */
const moment = (rows: number) =>
  `timestamptz '${new Date(filledFrom).toISOString()}' + n * interval '${filledDays} days' / ${rows}`;
/** Nine of ten rows are of service 0. */
const serviceOf = (n: string) => `'service-' || CASE WHEN ${n} % 10 = 0 THEN ${n} / 10 % 20 ELSE 0 END`;
const service = serviceOf('n');
/** A line belongs to one of 400 patterns, and with it to the service of the pattern. */
const pattern = '(n * 7919 % 400)';

const statements = [
  `INSERT INTO users (name, age, created_at) SELECT 'user ' || md5(n::text), n % 90, ${moment(20_000)} FROM generate_series(0, 19999) AS n`,
  `INSERT INTO logs (service, source, severity, message, trace_id, request_id, pattern_id, created_at)
   SELECT ${serviceOf(pattern)}, 'API', CASE WHEN n % 200 = 0 THEN 17 ELSE 9 END, 'line ' || n, 'trace-' || n / 5, 'request-' || n / 3, ${pattern}, ${moment(60_000)}
   FROM generate_series(0, 59999) AS n`,
  `INSERT INTO log_counts (resolution, bucket, pattern_id, severity, count)
   SELECT resolution, date_bin(make_interval(secs => resolution), created_at, 'epoch'), pattern_id, severity, count(*)
   FROM logs CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution) GROUP BY 1, 2, 3, 4`,
  `INSERT INTO log_patterns (id, service, source, fingerprint, pattern, sample, count, first_seen, last_seen)
   SELECT n, ${service}, 'API', md5(n::text), 'pattern ' || n, 'line ' || n, n, ${moment(20_000)}, ${moment(20_000)} + interval '1 s'
   FROM generate_series(0, 19999) AS n`,
  `INSERT INTO metrics (resolution, service, endpoint, window_start, window_end, traffic_count, error_count, client_error_count,
     server_error_count, error_rate, latency_count, latency_sum, sketch)
   SELECT 60, 'service-' || n % 7, 'GET /things/' || n % 10, to_timestamp(floor(extract(epoch FROM at) / 60) * 60), at, n % 50, 0, 0, 0, 0, 0, 0, ''
   FROM (SELECT n, ${moment(40_000)} AS at FROM generate_series(0, 39999) AS n) AS made
   ON CONFLICT DO NOTHING`,
  `INSERT INTO request_snapshots (service, endpoint, method, path, status_code, trace_id, request_id, consumer, timestamp)
   SELECT ${service}, 'GET /things/' || n * 7919 % 300, 'GET', '/things/' || n * 7919 % 300 || '/' || n,
     CASE WHEN n % 400 = 0 THEN 503 WHEN n % 50 = 0 THEN 404 ELSE 200 END, 'trace-' || n / 2, 'request-' || n,
     CASE WHEN n % 2 = 0 THEN 'consumer-' || n % 500 END, ${moment(60_000)}
   FROM generate_series(0, 59999) AS n`,
  `INSERT INTO traces (trace_id, service, name, has_root, timestamp, start_nano, end_nano, duration, span_count, error_count, has_error, services)
   SELECT md5(n::text), ${service}, 'GET /things/' || n % 300, true, ${moment(40_000)}, n, n, n * 7919 % 10000, 5, 0, n % 400 = 0, ARRAY[${service}]
   FROM generate_series(0, 39999) AS n`,
  `INSERT INTO replay_runs (snapshot_id, status, actor, created_at)
   SELECT n % 400, 'done', 'operator', ${moment(20_000)} FROM generate_series(0, 19999) AS n`,
  `INSERT INTO job_runs (job_id, task, status, max_attempts, run_at, created_at, finished_at)
   SELECT n, 'task-' || CASE WHEN n % 50 = 0 THEN n / 50 % 10 ELSE 0 END, CASE WHEN n % 500 = 0 THEN 'dead' ELSE 'succeeded' END, 5,
     ${moment(40_000)}, ${moment(40_000)}, ${moment(40_000)} + interval '1 s'
   FROM generate_series(0, 39999) AS n`,
  `INSERT INTO audit_log (actor, action, subject, created_at) SELECT 'key:' || n % 20, 'replay.run', n::text, ${moment(20_000)} FROM generate_series(0, 19999) AS n`,
  // As autovacuum would have done: a GIN index with pages still pending looks dearer than it is.
  `VACUUM ANALYZE`,
];
