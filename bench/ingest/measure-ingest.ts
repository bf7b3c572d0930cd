import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { NewLog } from '../../packages/core/src/logs/schema.ts';
import { migrate } from '../../packages/db/src/migrate.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';
import { copyText, printRows } from '../data/copy-rows.ts';
import { createPrepare, logColumns, toRow } from '../data/load-logs.ts';
import { cpuBetween, readCpu } from '../measure/read-cpu.ts';
import { readStatements, resetStatements, type StatementCost } from '../measure/read-statements.ts';
import { type Api, startApi } from '../measure/start-api.ts';
import { sendLogs } from './send-logs.ts';

/** One run: seconds on the clock, and CPU of PostgreSQL's connections, ms. */
type Run = { seconds: number; cpu: number };

export type IngestFigures = {
  post: (Run & { apiCpu: number })[];
  copyOne: Run[];
  copyFour: Run[];
  rss: number[];
  /** Of the rounds of POST; empty where the server keeps no statistics. */
  statements: StatementCost[];
};

const linesOfBody = 5_000;
const clients = 4;

/** Stores the same logs in turn through the door and by COPY, into empty tables each time. */
export async function measureIngest(
  serverUrl: string,
  logs: readonly NewLog[],
  { rounds, profileFolder }: { rounds: number; profileFolder: string },
): Promise<IngestFigures> {
  const database = `bench_ingest_${process.pid}`;
  await runSql(serverUrl, `CREATE DATABASE ${database}`);
  const url = withDatabase(serverUrl, database);
  await migrate({ url });
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  const nodeArgs = profileFolder === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const api = await startApi(url, { nodeArgs });
  try {
    const bodies = chunk(logs, linesOfBody).map((part) =>
      Buffer.from(part.map((log) => JSON.stringify(log)).join('\n')),
    );
    // Patterns and partitions are there before anything is timed, as in any minute but the first.
    await sendLogs(api.url, bodies, { clients });
    const rows = await copyTextOf(logs, sql);
    await sql.query('CREATE TABLE copied (LIKE logs INCLUDING ALL)');
    const hasStatistics = await resetStatements(sql);
    const figures: IngestFigures = { post: [], copyOne: [], copyFour: [], rss: [api.rss()], statements: [] };
    for (let round = 0; round < rounds; round++) {
      await sql.query('TRUNCATE logs, log_counts');
      figures.post.push(await timePost(api, sql, bodies, logs.length));
      figures.rss.push(api.rss());
      for (const [runs, connections] of [
        [figures.copyOne, 1],
        [figures.copyFour, clients],
      ] as const) {
        await sql.query('TRUNCATE copied');
        runs.push(await timeCopy(url, rows, connections));
      }
    }
    if (hasStatistics)
      figures.statements = (await readStatements(sql, 16)).filter(({ text }) => !/TRUNCATE|^COPY/.test(text));
    return figures;
  } finally {
    await api.stop();
    await sql.end();
    await runSql(serverUrl, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

async function timePost(api: Api, sql: pg.Client, bodies: readonly Buffer[], count: number) {
  await sql.query('CHECKPOINT');
  const { rows } = await sql.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  const backends = rows.map(({ pid }) => pid);
  const before = { api: readCpu([api.pid]), sql: readCpu(backends) };
  const began = performance.now();
  const accepted = await sendLogs(api.url, bodies, { clients });
  const seconds = (performance.now() - began) / 1_000;
  if (accepted !== count) throw new Error(`${accepted} of ${count} lines were acknowledged`);
  const stored = await sql.query<{ count: number }>('SELECT count(*)::int AS count FROM logs');
  if (stored.rows[0]!.count !== count) throw new Error(`${stored.rows[0]!.count} of ${count} are stored`);
  return {
    seconds,
    cpu: cpuBetween(before.sql, readCpu(backends)),
    apiCpu: cpuBetween(before.api, readCpu([api.pid])),
  };
}

async function timeCopy(url: string, rows: readonly string[], connections: number): Promise<Run> {
  const copiers = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const pids = await Promise.all(
    copiers.map(
      async (client) => (await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid as number,
    ),
  );
  await copiers[0]!.query('CHECKPOINT');
  const before = readCpu(pids);
  const began = performance.now();
  const share = Math.ceil(rows.length / connections);
  await Promise.all(
    copiers.map((client, at) =>
      copyText(
        client,
        `COPY copied (${logColumns.join(', ')}) FROM STDIN`,
        rows.slice(at * share, (at + 1) * share),
      ),
    ),
  );
  const seconds = (performance.now() - began) / 1_000;
  const cpu = cpuBetween(before, readCpu(pids));
  for (const client of copiers) await client.end();
  await sleep(50);
  return { seconds, cpu };
}

/** The rows as COPY takes them, with the ids of their patterns. */
async function copyTextOf(logs: readonly NewLog[], sql: pg.Client): Promise<string[]> {
  const { rows } = await sql.query<{ id: number; key: string }>(
    `SELECT id, concat_ws(E'\\n', fingerprint, source, service) AS key FROM log_patterns`,
  );
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const prepare = createPrepare();
  return logs.map((line) => {
    const log = prepare(line);
    const id = ids.get(`${log.fingerprint}\n${log.source}\n${log.service}`)!;
    return [...printRows([toRow(log, id)])].join('');
  });
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
