import pg from 'pg';
import { prepareLog } from '../../apps/api/src/logs/prepare-log.ts';
import { systemClock } from '../../packages/core/src/clock.ts';
import { severityOf } from '../../packages/core/src/logs/level.ts';
import type { NewLog } from '../../packages/core/src/logs/schema.ts';
import { createRedactor } from '../../packages/core/src/redact/redactor.ts';
import { createHashEmbedder } from '../../packages/core/src/search/embed.ts';
import { closeDb, createDb, type Db, inTransaction } from '../../packages/db/src/client.ts';
import type { PreparedLog } from '../../packages/db/src/logs/insert-logs.ts';
import { resolvePatterns } from '../../packages/db/src/logs/resolve-patterns.ts';
import { tallyLogs } from '../../packages/db/src/logs/tally-logs.ts';
import { ensurePartitions } from '../../packages/db/src/partitions/ensure-partitions.ts';
import { ensureServices } from '../../packages/db/src/services/ensure-services.ts';
import { type CopyValue, copyRows } from './copy-rows.ts';

/** Rows of one COPY, which is one transaction. */
const chunkRows = 10_000;

export const benchRules = { embedder: createHashEmbedder(), maxPatterns: 5_000 };

/** Makes a log storable as the API does: redacted, masked, fingerprinted. */
export function createPrepare(): (log: NewLog) => PreparedLog {
  const deps = { redactor: createRedactor(), clock: systemClock };
  return (log) => prepareLog(deps, log);
}

/**
 * Fills a migrated database much faster than the doors do: rows by COPY, patterns by the product's own code chunk by chunk, and what is
 * counted of them by one GROUP BY at the end. The tables come out as `insertLogs` leaves them, which `check-load.ts` compares.
 */
export async function loadLogs(
  url: string,
  logs: Iterable<NewLog>,
  onProgress: (rows: number) => void = () => {},
): Promise<void> {
  const db = createDb({ url, maxConnections: 2 });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET synchronous_commit = off');
    const ids = new Map<string, number>();
    const prepare = createPrepare();
    let rows = 0;
    for (const chunk of chunksOf(logs)) {
      rows += chunk.length;
      await loadChunk({ db, client, ids }, chunk.map(prepare));
      onProgress(rows);
    }
    await countLoaded(client);
  } finally {
    await client.end();
    await closeDb(db);
  }
}

function* chunksOf(logs: Iterable<NewLog>): Generator<NewLog[]> {
  let chunk: NewLog[] = [];
  for (const log of logs) {
    chunk.push(log);
    if (chunk.length < chunkRows) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

type Load = { db: Db; client: pg.Client; ids: Map<string, number> };

async function loadChunk({ db, client, ids }: Load, logs: readonly PreparedLog[]): Promise<void> {
  const { tallies, keys } = tallyLogs(logs);
  const unknown = tallies.filter(({ key }) => !ids.has(key));
  await ensurePartitions(
    db,
    'logs',
    logs.map(({ createdAt }) => createdAt),
  );
  if (unknown.length > 0) {
    const found = await inTransaction(db, async (tx) => {
      await ensureServices(tx, new Set(unknown.map(({ service }) => service)));
      return resolvePatterns(tx, unknown, benchRules);
    });
    for (const [key, id] of found.ids) ids.set(key, id);
  }
  const sql = `COPY logs (${logColumns.join(', ')}) FROM STDIN`;
  await copyRows(
    client,
    sql,
    logs.map((log, n) => toRow(log, ids.get(keys[n]!)!)),
  );
}

export const logColumns = [
  'service',
  'source',
  'severity',
  'message',
  'meta',
  'trace_id',
  'request_id',
  'pattern_id',
  'variables',
  'created_at',
];

/** The values of {@link logColumns}. */
export function toRow(log: PreparedLog, patternId: number): CopyValue[] {
  return [
    log.service,
    log.source,
    severityOf[log.level],
    log.message,
    log.meta === null || log.meta === undefined ? null : JSON.stringify(log.meta),
    log.traceId,
    log.requestId,
    patternId,
    log.identifiers,
    new Date(log.createdAt).toISOString(),
  ];
}

/** Counters and patterns of an empty database that was filled with rows alone; then what autovacuum would do in time. */
async function countLoaded(client: pg.Client): Promise<void> {
  await client.query(`SET TIME ZONE 'UTC'`);
  await client.query(`
    INSERT INTO log_counts
    SELECT resolution, date_bin(make_interval(secs => resolution), created_at, 'epoch'), pattern_id, severity, count(*)
    FROM logs CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution)
    WHERE pattern_id IS NOT NULL AND deleted_at IS NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`);
  await client.query(`
    UPDATE log_patterns SET count = counted.count, first_seen = counted.first, last_seen = counted.last
    FROM (SELECT pattern_id, count(*) AS count, min(created_at) AS first, max(created_at) AS last FROM logs GROUP BY 1) AS counted
    WHERE counted.pattern_id = log_patterns.id`);
  await client.query('VACUUM (ANALYZE)');
}
