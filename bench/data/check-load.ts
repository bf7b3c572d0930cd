import { deepStrictEqual } from 'node:assert/strict';
import pg from 'pg';
import type { NewLog } from '../../packages/core/src/logs/schema.ts';
import { closeDb, createDb } from '../../packages/db/src/client.ts';
import { insertLogs } from '../../packages/db/src/logs/insert-logs.ts';
import { migrate } from '../../packages/db/src/migrate.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';
import { benchRules, createPrepare, loadLogs } from './load-logs.ts';

/** What both ways of loading must leave behind, by names and not by ids, which depend on the order of batches. */
const contents = {
  logs: `SELECT logs.id, logs.service, logs.source, severity, message, meta, trace_id, request_id, variables, logs.created_at, fingerprint
         FROM logs JOIN log_patterns ON log_patterns.id = pattern_id ORDER BY logs.id`,
  patterns: `SELECT service, source, fingerprint, pattern, sample, count, first_seen, last_seen, embedding::text, embedding_version
             FROM log_patterns ORDER BY 1, 2, 3`,
  counters: `SELECT resolution, bucket, service, source, fingerprint, severity, log_counts.count
             FROM log_counts JOIN log_patterns ON log_patterns.id = pattern_id ORDER BY 1, 2, 3, 4, 5, 6`,
  services: `SELECT name FROM services ORDER BY 1`,
};

/** Loads the same logs by `loadLogs` and by `insertLogs`. @throws AssertionError where the tables differ. */
export async function checkLoad(serverUrl: string, logs: readonly NewLog[]): Promise<void> {
  const quick = await inScratch(serverUrl, 'quick', (url) => loadLogs(url, logs));
  const byProduct = await inScratch(serverUrl, 'product', async (url) => {
    const db = createDb({ url });
    const prepare = createPrepare();
    for (let at = 0; at < logs.length; at += 1_000)
      await insertLogs(db, logs.slice(at, at + 1_000).map(prepare), benchRules);
    await closeDb(db);
  });
  deepStrictEqual(quick, byProduct);
}

async function inScratch(serverUrl: string, name: string, fill: (url: string) => Promise<void>) {
  const database = `bench_check_${name}_${process.pid}`;
  await runSql(serverUrl, `CREATE DATABASE ${database}`);
  const url = withDatabase(serverUrl, database);
  try {
    await migrate({ url });
    await fill(url);
    return await readContents(url);
  } finally {
    await runSql(serverUrl, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

async function readContents(url: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found: Record<string, unknown[]> = {};
    for (const [name, sql] of Object.entries(contents)) found[name] = (await client.query(sql)).rows;
    return found;
  } finally {
    await client.end();
  }
}
