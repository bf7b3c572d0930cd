import { type Level, severityOf } from '@apiscope/core/logs/level';
import type { Log } from '@apiscope/core/logs/schema';
import { type Db, inTransaction, type Tx } from '../client.ts';
import { withPartitions } from '../partitions/ensure-partitions.ts';
import { ensureServices } from '../services/ensure-services.ts';
import { type LogRow, logColumns, toLog } from './log-row.ts';
import { type PatternEmbedder, upsertPatterns } from './upsert-patterns.ts';

/** A log that is redacted, free of what PostgreSQL can't store, and split into pattern and variables. */
export type PreparedLog = {
  service: string;
  source: string;
  level: Level;
  message: string;
  /** Any JSON; null for none. */
  meta: unknown;
  traceId: string | null;
  requestId: string | null;
  /** Milliseconds since the UTC epoch. */
  createdAt: number;
  pattern: string;
  fingerprint: string;
  variables: string[];
};

/** Channel that tells readers of new logs. */
export const logsChannel = 'apiscope_logs';

/**
 * Stores logs in one transaction: patterns counted, new ones with their vector, rows, and the notification of readers.
 * @returns the stored logs in the order given.
 */
export async function insertLogs(
  db: Db,
  logs: readonly PreparedLog[],
  embedder: PatternEmbedder,
): Promise<Log[]> {
  if (logs.length === 0) return [];
  const moments = logs.map(({ createdAt }) => createdAt);
  return withPartitions(db, { table: 'logs', moments }, () =>
    inTransaction(db, (tx) => store(tx, logs, embedder)),
  );
}

async function store(tx: Tx, logs: readonly PreparedLog[], embedder: PatternEmbedder): Promise<Log[]> {
  await ensureServices(
    tx,
    logs.map(({ service }) => service),
  );
  const patternIds = await upsertPatterns(tx, logs, embedder);
  const column = <T>(pick: (log: PreparedLog) => T): T[] => logs.map(pick);
  // One id a row in the order given, so that ids ascend as the lines do and the answer can be put in that order.
  const rows = await tx.$queryRaw<LogRow[]>`
    INSERT INTO logs (service, source, severity, message, meta, trace_id, request_id, pattern_id, variables, created_at)
    SELECT service, source, severity, message, meta, trace_id, request_id, pattern_id,
           array(SELECT jsonb_array_elements_text(variables)), created_at
    FROM unnest(
      ${column((log) => log.service)}::text[], ${column((log) => log.source)}::text[],
      ${column((log) => severityOf[log.level])}::smallint[], ${column((log) => log.message)}::text[],
      ${column(({ meta }) => (meta === null || meta === undefined ? null : JSON.stringify(meta)))}::jsonb[],
      ${column((log) => log.traceId)}::text[], ${column((log) => log.requestId)}::text[], ${patternIds}::int[],
      ${column((log) => JSON.stringify(log.variables))}::jsonb[],
      ${column((log) => new Date(log.createdAt).toISOString())}::timestamptz[]
    ) WITH ORDINALITY AS input (service, source, severity, message, meta, trace_id, request_id, pattern_id, variables, created_at, place)
    ORDER BY place
    RETURNING ${logColumns}`;
  await tx.$executeRaw`SELECT pg_notify(${logsChannel}, '')`;
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map(toLog);
}
