import { type Level, severityOf } from '@apiscope/core/logs/level';
import type { Log } from '@apiscope/core/logs/schema';
import { versionOf } from '@apiscope/core/services/version-of';
import { type Db, inTransaction, Prisma, type Tx } from '../client.ts';
import { withPartitions } from '../partitions/ensure-partitions.ts';
import { ensureServices } from '../services/ensure-services.ts';
import { recordVersions, type SeenVersion } from '../services/record-versions.ts';
import { notify } from '../stream/notify.ts';
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

/** Takes note of a batch in the transaction that stores it; false when it was taken before. */
export type ClaimBatch = (tx: Tx) => Promise<boolean>;

/**
 * Stores logs in one transaction: rows, patterns, new ones with their vector, counters, and the notification of readers.
 * @returns false when the claim did, and nothing is stored.
 */
export async function insertLogs(
  db: Db,
  logs: readonly PreparedLog[],
  rules: PatternRules,
  claim: ClaimBatch = always,
): Promise<boolean> {
  if (logs.length === 0) return true;
  const run: RunInsert<boolean> = async (tx, insert) => {
    await tx.$executeRaw(insert);
    return true;
  };
  return (await storing(db, { logs, rules, claim }, run)) ?? false;
}

const always: ClaimBatch = () => Promise.resolve(true);

/** Stores one log as {@link insertLogs} does and answers the stored row. */
export async function insertLog(db: Db, log: PreparedLog, rules: PatternRules): Promise<Log> {
  const rows = await storing(db, { logs: [log], rules, claim: always }, (tx, insert) =>
    tx.$queryRaw<LogRow[]>(Prisma.sql`${insert} RETURNING ${logColumns}`),
  );
  return toLog(rows![0]!);
}

function* versionsOf(logs: readonly PreparedLog[]): Generator<SeenVersion> {
  for (const { service, meta, createdAt } of logs) {
    const version = versionOf(meta);
    if (version !== null) yield { service, version, at: createdAt };
  }
}

type RunInsert<T> = (tx: Tx, insert: Prisma.Sql) => Promise<T>;
type Storing = { logs: readonly PreparedLog[]; rules: PatternRules; claim: ClaimBatch };

async function storing<T>(db: Db, batch: Storing, run: RunInsert<T>): Promise<T | null> {
  const moments = batch.logs.map(({ createdAt }) => createdAt);
  const tally = tallyLogs(batch.logs);
  const attempt = () => withPartitions(db, { table: 'logs', moments }, () => store(db, batch, tally, run));
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
  { logs, rules, claim }: Storing,
  { tallies, keys }: { tallies: PatternTally[]; keys: string[] },
  run: RunInsert<T>,
): Promise<T | null> {
  const recalled = tallies.map(({ key }) => recallPattern(db, key));
  const unknown = tallies.filter((_, n) => recalled[n] === undefined);
  const stored = await inTransaction(db, async (tx) => {
    if (!(await claim(tx))) return null;
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
    await notify(tx, logsChannel);
    return { result, found };
  });
  if (stored === null) return null;
  const { result, found } = stored;
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
