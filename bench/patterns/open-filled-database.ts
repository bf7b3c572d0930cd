import { randomUUID } from 'node:crypto';
import { failureOf } from '../../packages/core/src/replay/failure-of.ts';
import { closeDb, createDb, type Db } from '../../packages/db/src/client.ts';
import { migrate } from '../../packages/db/src/migrate.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';

const days = 30;
const patterns = 5_000;
const dayMs = 86_400_000;
/** The end of what is filled. */
export const end = Math.floor(Date.now() / dayMs) * dayMs;
const start = new Date(end - days * dayMs).toISOString();

const info = { contentType: 'application/json', size: null, truncated: false, omitted: null };
const responseBody = '{"error":{"message":"no answer from upstream"}}';
const key = failureOf({
  service: 'service 0',
  endpoint: 'GET /things',
  statusCode: 502,
  responseBody,
  responseBodyInfo: info,
})?.key;

/**
 * A database with a month of `rows` lines of 5,000 patterns, few of which have most of them, with 40 versions of each of five services, and a
 * third as many requests of two weeks, every fifth of which failed alike.
 */
export async function openFilledDatabase(
  serverUrl: string,
  rows: number,
): Promise<{ db: Db; drop(): Promise<void> }> {
  const name = `apiscope_bench_${randomUUID().replaceAll('-', '')}`;
  await runSql(serverUrl, `CREATE DATABASE ${name}`);
  const url = withDatabase(serverUrl, name);
  await migrate({ url });
  await runSql(url, fillSql(rows));
  await runSql(url, 'VACUUM ANALYZE');
  const db = createDb({ url, maxConnections: 2 });
  return {
    db,
    async drop() {
      await closeDb(db);
      await runSql(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

function fillSql(rows: number): string {
  const version = `'v' || greatest(1, floor(extract(epoch FROM at - timestamptz '${start}') / 64800))::int`;
  return `
    SET TIME ZONE 'UTC';
    SELECT ensure_day_partition(parent, (timestamptz '${start}' + day * interval '1 day')::date)
    FROM generate_series(0, ${days}) AS day, unnest(ARRAY['logs', 'log_counts', 'request_snapshots']) AS parent;
    INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, first_seen, last_seen, embedding, embedding_version)
    SELECT 'service ' || n % 5, 'source ' || n % 20, md5(n::text), 'pattern <num> of kind ' || md5(n::text), 'sample ' || n, '${start}', '${start}',
      (SELECT array_agg((n * g * 7919 % 997) / 997.0 - 0.5)::vector FROM generate_series(1, 16) AS g), 'hash-1-16'
    FROM generate_series(1, ${patterns}) AS n;
    INSERT INTO logs (service, source, severity, message, pattern_id, created_at)
    SELECT 'service ' || p % 5, 'source ' || p % 20, CASE WHEN p % 7 = 0 THEN 17 ELSE 9 END, 'line ' || n, p,
      timestamptz '${start}' + n * interval '${days} days' / ${rows}
    FROM (SELECT n, ceil(${patterns} * power(random(), 3))::int AS p FROM generate_series(0, ${rows - 1}) AS n) AS made;
    INSERT INTO log_counts SELECT resolution, date_bin(make_interval(secs => resolution), created_at, 'epoch'), pattern_id, severity, count(*)
    FROM logs CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution) GROUP BY 1, 2, 3, 4;
    UPDATE log_patterns SET count = counted.count, first_seen = first, last_seen = last
    FROM (SELECT pattern_id, count(*), min(created_at) AS first, max(created_at) AS last FROM logs GROUP BY 1) AS counted WHERE pattern_id = id;
    INSERT INTO service_versions (service, version, first_seen)
    SELECT 'service ' || s, 'v' || v, timestamptz '${start}' + v * interval '18 hours' FROM generate_series(0, 4) AS s, generate_series(1, 40) AS v;
    INSERT INTO request_snapshots (service, endpoint, method, path, status_code, response_body, response_body_info, failure, version, timestamp)
    SELECT 'service ' || n % 5, 'GET /things', 'GET', '/things/' || n, CASE WHEN n % 5 = 0 THEN 502 ELSE 200 END, '${responseBody}',
      '${JSON.stringify(info)}', CASE WHEN n % 5 = 0 THEN '${key}' END, ${version}, at
    FROM (SELECT n, timestamptz '${start}' + interval '16 days' + n * interval '14 days' / ${Math.ceil(rows / 3)} AS at
          FROM generate_series(0, ${Math.ceil(rows / 3) - 1}) AS n) AS made;`;
}
