import { type Level, severityOf } from '@apiscope/core/logs/level';
import type { Log } from '@apiscope/core/logs/schema';
import { versionOf } from '@apiscope/core/services/version-of';
import { type Db, inTransaction, Prisma, type Tx } from '../client.ts';
import { withPartitions } from '../partitions/ensure-partitions.ts';
import { ensureServices } from '../services/ensure-services.ts';
import { recordVersions, type SeenVersion } from '../services/record-versions.ts';
import { countLogs, PatternGone } from './count-logs.ts';
import { type LogRow, logColumns, toLog } from './log-row.ts';
import { forgetPatterns, recallPattern, rememberPatterns } from './pattern-cache.ts';
import { type PatternRules, resolvePatterns } from './resolve-patterns.ts';
import { type PatternTally, tallyLogs } from './tally-logs.ts';

/** A log that is redacted, free of what PostgreSQL can't store, and split into pattern and identifiers. */
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
  /** Folded to lower case, by `identifiersOf`. */
  identifiers: string[];
};

/** Channel that tells readers of new logs. */
export const logsChannel = 'apiscope_logs';

/** Stores logs in one transaction: rows, patterns, new ones with their vector, counters, and the notification of readers. */
export async function insertLogs(db: Db, logs: readonly PreparedLog[], rules: PatternRules): Promise<void> {
  if (logs.length > 0)
    await storing(db, logs, rules, async (tx, insert) => void (await tx.$executeRaw(insert)));
}

/** Stores one log as {@link insertLogs} does and answers the stored row. */
export async function insertLog(db: Db, log: PreparedLog, rules: PatternRules): Promise<Log> {
  const [row] = await storing(db, [log], rules, (tx, insert) =>
    tx.$queryRaw<LogRow[]>(Prisma.sql`${insert} RETURNING ${logColumns}`),
  );
  return toLog(row!);
}

function* versionsOf(logs: readonly PreparedLog[]): Generator<SeenVersion> {
  for (const { service, meta, createdAt } of logs) {
    const version = versionOf(meta);
    if (version !== null) yield { service, version, at: createdAt };
  }
}

type RunInsert<T> = (tx: Tx, insert: Prisma.Sql) => Promise<T>;

async function storing<T>(
  db: Db,
  logs: readonly PreparedLog[],
  rules: PatternRules,
  run: RunInsert<T>,
): Promise<T> {
  const moments = logs.map(({ createdAt }) => createdAt);
  const batch = tallyLogs(logs);
  const attempt = () =>
    withPartitions(db, { table: 'logs', moments }, () => store(db, logs, batch, rules, run));
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof PatternGone)) throw error;
    forgetPatterns(db);
    return attempt();
  }
}

async function store<T>(
  db: Db,
  logs: readonly PreparedLog[],
  { tallies, keys }: { tallies: PatternTally[]; keys: string[] },
  rules: PatternRules,
  run: RunInsert<T>,
): Promise<T> {
  const recalled = tallies.map(({ key }) => recallPattern(db, key));
  const unknown = tallies.filter((_, n) => recalled[n] === undefined);
  const { result, found } = await inTransaction(db, async (tx) => {
    const services = new Set(tallies.map(({ service }) => service));
    await ensureServices(tx, services);
    await recordVersions(tx, versionsOf(logs));
    const found = await resolvePatterns(tx, unknown, rules);
    const ids = new Map(tallies.map(({ key }, n) => [key, recalled[n] ?? found.ids.get(key)!]));
    const result = await run(
      tx,
      compileInsert(
        logs,
        keys.map((key) => ids.get(key)!),
      ),
    );
    await countLogs(
      tx,
      tallies.map((tally) => ({ id: ids.get(tally.key)!, tally })),
    );
    await tx.$executeRaw`SELECT pg_notify(${logsChannel}, '')`;
    return { result, found };
  });
  for (const key of found.overflown) found.ids.delete(key);
  rememberPatterns(db, found.ids);
  return result;
}

/** The rows travel as one JSON text: an array a column costs the driver and the client twice the time. */
function compileInsert(logs: readonly PreparedLog[], patternIds: number[]): Prisma.Sql {
  const rows = logs.map((log, n) => ({
    service: log.service,
    source: log.source,
    severity: severityOf[log.level],
    message: log.message,
    meta: log.meta,
    trace_id: log.traceId,
    request_id: log.requestId,
    pattern_id: patternIds[n],
    variables: log.identifiers,
    at: log.createdAt,
  }));
  // Ids are given out in the order of the lines, so that they ascend as the lines do.
  return Prisma.sql`
    INSERT INTO logs (service, source, severity, message, meta, trace_id, request_id, pattern_id, variables, created_at)
    SELECT service, source, severity, message, meta, trace_id, request_id, pattern_id, variables, to_timestamp(at / 1000)
    FROM ROWS FROM (json_to_recordset(${JSON.stringify(rows)}::json) AS (
      service text, source text, severity smallint, message text, meta jsonb, trace_id text, request_id text, pattern_id int,
      variables text[], at float8)
    ) WITH ORDINALITY AS input (service, source, severity, message, meta, trace_id, request_id, pattern_id, variables, at, place)
    ORDER BY place`;
}
