import { createHash } from 'node:crypto';
import pg from 'pg';
import type { NewLog } from '../../packages/core/src/logs/schema.ts';
import { migrate } from '../../packages/db/src/migrate.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';
import { amplifyLogs } from './amplify-logs.ts';
import { checkLoad } from './check-load.ts';
import { loadLogs } from './load-logs.ts';
import type { RealLog } from './read-real-logs.ts';

export type BenchDatabase = {
  url: string;
  count: number;
  days: number;
  /** Just after the newest log, milliseconds since the UTC epoch. */
  end: number;
};

type Wanted = { serverUrl: string; real: readonly RealLog[]; count: number; days?: number };

/** Logs loaded both ways, to see that they come out the same. */
const checkedLogs = 5_000;

/**
 * A database with so many amplified logs. It is kept by its name on the server and used again, brought up to date by the migrations that
 * came since; to load it anew, as after a change of masking, drop it.
 */
export async function openBenchDatabase({
  serverUrl,
  real,
  count,
  days = 30,
}: Wanted): Promise<BenchDatabase> {
  const database = `bench_logs_${count}`;
  const url = withDatabase(serverUrl, database);
  const made = madeOf(real, { count, days });
  const kept = await readNote(serverUrl, database);
  if (kept?.made === made) {
    await migrate({ url });
    return { url, count, days, end: kept.end };
  }
  const end = Date.now();
  console.log(`loading ${count} logs into ${database} …`);
  await checkLoad(serverUrl, take(amplifyLogs(real, { count: 30_000, days, end }), checkedLogs));
  await runSql(serverUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await runSql(serverUrl, `CREATE DATABASE ${database}`);
  await migrate({ url });
  const began = performance.now();
  await loadLogs(url, amplifyLogs(real, { count, days, end }), progress(count, began));
  console.log(`  loaded in ${Math.round((performance.now() - began) / 1_000)} s`);
  await runSql(serverUrl, `COMMENT ON DATABASE ${database} IS '${JSON.stringify({ made, end })}'`);
  return { url, count, days, end };
}

function progress(count: number, began: number): (rows: number) => void {
  let next = 500_000;
  return (rows) => {
    if (rows < next) return;
    next += 500_000;
    const rate = Math.round(rows / ((performance.now() - began) / 1_000));
    console.log(`  ${rows} of ${count}, ${rate} rows/s`);
  };
}

function take(logs: Iterable<NewLog>, count: number): NewLog[] {
  const taken: NewLog[] = [];
  for (const log of logs) {
    taken.push(log);
    if (taken.length === count) break;
  }
  return taken;
}

function madeOf(real: readonly RealLog[], size: { count: number; days: number }): string {
  return createHash('sha256')
    .update(JSON.stringify([size, real]))
    .digest('hex')
    .slice(0, 16);
}

async function readNote(serverUrl: string, database: string): Promise<{ made: string; end: number } | null> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ note: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = $1`,
      [database],
    );
    return rows[0]?.note ? JSON.parse(rows[0].note) : null;
  } finally {
    await client.end();
  }
}
