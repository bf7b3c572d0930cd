import { randomUUID } from 'node:crypto';
import { closeDb, createDb, type Db } from '../../packages/db/src/client.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';

export const dayMs = 86_400_000;
export const today = Math.floor(Date.now() / dayMs) * dayMs;

/** Days ago of the days that the bench drops, one a table, and of the one of which it deletes the rows of one service in five. */
export const days = { dropped: 40, thinned: 20 } as const;

export type Filled = { db: Db; url: string; drop(): Promise<void> };

/** A database with a month of days, two of them with `rows` logs, and one with as many snapshots and minute windows. */
export async function openFilledDatabase(serverUrl: string, rows: number): Promise<Filled> {
  const name = `apiscope_bench_${randomUUID().replaceAll('-', '')}`;
  await runSql(serverUrl, `CREATE DATABASE ${name}`);
  const url = withDatabase(serverUrl, name);
  await prepareDatabase({ url });
  await runSql(url, fillSql(rows));
  await runSql(url, 'VACUUM ANALYZE');
  const db = createDb({ url, maxConnections: 6 });
  return {
    db,
    url,
    async drop() {
      await closeDb(db);
      await runSql(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Times are spread over a day, patterns over a hundred, services over five. */
function fillSql(rows: number): string {
  const at = (ago: number) =>
    `to_timestamp(${(today - ago * dayMs) / 1_000}) + n * interval '1 day' / ${rows}`;
  const logsOf = (ago: number) => `
    INSERT INTO logs (service, source, severity, message, pattern_id, variables, created_at)
    SELECT 'service ' || n % 5, 'orders', 9, 'order ' || n || ' was placed by customer ' || n % 9999 || ' and waits for payment', 1 + n % 100,
           ARRAY['order-' || n], ${at(ago)} FROM generate_series(0, ${rows - 1}) AS n;`;
  return `
    SET TIME ZONE 'UTC';
    INSERT INTO services (name) SELECT 'service ' || n FROM generate_series(0, 4) AS n;
    INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, first_seen, last_seen)
    SELECT 'service ' || (n - 1) % 5, 'orders', 'f' || n, 'pattern ' || n, '', now(), now() FROM generate_series(1, 100) AS n;
    SELECT ensure_day_partition(parent, (now() - ago * interval '1 day')::date)
    FROM generate_series(0, ${days.dropped}) AS ago, unnest(ARRAY['logs', 'log_counts', 'request_snapshots', 'metrics_minutes']) AS parent;
    ${logsOf(days.dropped)}
    ${logsOf(days.thinned)}
    INSERT INTO log_counts SELECT resolution, date_bin(make_interval(secs => resolution), created_at, 'epoch'), pattern_id, severity, count(*)
    FROM logs CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution) GROUP BY 1, 2, 3, 4;
    INSERT INTO request_snapshots (service, endpoint, method, path, headers, status_code, timestamp)
    SELECT 'service ' || n % 5, 'GET /orders/{id}', 'GET', '/orders/' || n, '{"accept": "*/*", "user-agent": "bench"}', 200, ${at(days.dropped)}
    FROM generate_series(0, ${rows - 1}) AS n;
    INSERT INTO metrics_minutes (resolution, service, endpoint, window_start, window_end, traffic_count, error_count, client_error_count,
      server_error_count, error_rate, latency_count, latency_sum, sketch)
    SELECT 60, 'service ' || n % 5, 'GET /things/' || n / 1440, start, start + interval '1 minute', 9, 0, 0, 0, 0, 9, 90, decode(repeat('00ff', 60), 'hex')
    FROM (SELECT n, to_timestamp(${(today - days.dropped * dayMs) / 1_000}) + n % 1440 * interval '1 minute' AS start
          FROM generate_series(0, ${rows - 1}) AS n) AS minutes;`;
}
