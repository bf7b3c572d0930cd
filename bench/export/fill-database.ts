import { randomUUID } from 'node:crypto';
import { migrate } from '../../packages/db/src/migrate.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';

/** Rows spread over so many days, up to the last of January 2026. */
const days = 10;

/**
 * A database of its own on a native server, filled by SQL: logs of 50 patterns with some meta and the counters that their storing would have
 * made, and snapshots with a body of 24 kB each way.
 */
export async function fillDatabase(
  serverUrl: string,
  { logs, snapshots }: { logs: number; snapshots: number },
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `apiscope_bench_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await run(serverUrl, [`CREATE DATABASE ${name}`]);
  await migrate({ url: url.toString() });
  await run(url.toString(), [
    `SELECT ensure_day_partition(parent, day::date) FROM unnest(ARRAY['logs', 'log_counts', 'request_snapshots']) AS parent,
       generate_series('2026-01-31'::timestamp - interval '${days} days', '2026-01-31', interval '1 day') AS day`,
    `INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, first_seen, last_seen)
       SELECT 'shop', 'checkout', 'f' || n, 'order <num> of step ' || n || ' was placed by <ip>', 'sample', now(), now()
       FROM generate_series(1, 50) AS n`,
    `INSERT INTO logs (service, source, severity, message, meta, trace_id, pattern_id, created_at)
       SELECT 'shop', 'checkout', (ARRAY[5, 9, 9, 9, 9, 9, 13, 17])[1 + n % 8],
         'order ' || n || ' of step ' || 1 + n % 50 || ' was placed by 10.' || n % 200 || '.' || n % 77 || '.' || n % 31,
         CASE WHEN n % 3 = 0 THEN jsonb_build_object('cart', n % 7, 'user', md5(n::text), 'items', jsonb_build_array(n, n + 1)) END,
         CASE WHEN n % 2 = 0 THEN md5('t' || n) END, 1 + n % 50, '2026-01-31'::timestamptz - n * (interval '${days} days' / ${logs})
       FROM generate_series(1, ${logs}) AS n`,
    `INSERT INTO log_counts
       SELECT resolution, date_bin(make_interval(secs => resolution), created_at, 'epoch'), pattern_id, severity, count(*)
       FROM logs CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution) GROUP BY 1, 2, 3, 4`,
    `INSERT INTO request_snapshots (service, endpoint, method, path, query, headers, body, body_info, status_code, response_headers,
         response_body, response_body_info, duration, timestamp)
       SELECT 'shop', 'POST /orders', 'POST', '/orders', '{"page":"1"}', '{"host":"shop.example","accept":"*/*"}', text, info, 201,
         '{"content-type":"application/json"}', text, info, n % 90, '2026-01-31'::timestamptz - n * interval '1 second'
       FROM generate_series(1, ${snapshots}) AS n,
         LATERAL (SELECT jsonb_agg(md5(n || '.' || line))::text AS text FROM generate_series(1, 660) AS line) AS body,
         (SELECT '{"contentType":"application/json","size":24000,"truncated":false,"omitted":null}'::jsonb AS info) AS known`,
    'VACUUM ANALYZE logs, log_counts, log_patterns, request_snapshots',
  ]);
  return { url: url.toString(), drop: () => run(serverUrl, [`DROP DATABASE ${name} WITH (FORCE)`]) };
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await runSql(url, statement);
}
