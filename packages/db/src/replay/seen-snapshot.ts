import { AppError } from '@apiscope/core/errors';
import { maxSeenSimilar } from '@apiscope/core/logs/seen-schema';
import { type FailedRequest, type Failure, failureOf } from '@apiscope/core/replay/failure-of';
import { maxSeenCount, maxSeenLogs, type SeenSnapshot } from '@apiscope/core/replay/seen-schema';
import type { DbOrTx } from '../client.ts';
import { type LogRow, logColumns, toLog } from '../logs/log-row.ts';
import { nearestPatterns } from '../logs/nearest-patterns.ts';
import { type TextEmbedder, vectorOf } from '../search/text-embedder.ts';
import { wireTime } from '../sql/wire.ts';
import { lastVersionWithoutFailure } from './last-version-without-failure.ts';

type SeenRow = FailedRequest & {
  id: bigint;
  timestamp: Date;
  version: string | null;
  requestId: string | null;
  failure: string | null;
};

/**
 * Whether the endpoint of a snapshot failed like this before, since which version of the service, and what the logs say of the request.
 * @throws AppError NOT_FOUND for an unknown snapshot.
 */
export async function seenSnapshot(
  db: DbOrTx,
  { id, embedder }: { id: number; embedder: TextEmbedder },
): Promise<SeenSnapshot> {
  const [row] = await db.$queryRaw<SeenRow[]>`
    SELECT id, service, endpoint, status_code AS "statusCode", response_body AS "responseBody", timestamp, version, failure,
      response_body_info AS "responseBodyInfo", request_id AS "requestId"
    FROM request_snapshots WHERE id = ${String(id)}::bigint AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no snapshot ${id}`);
  const failure = failureOf(row);
  const { version } = row;
  const logs = await logsOf(db, row.requestId);
  if (failure === null) return { ...nothingSeen, version, logs };
  return {
    isFailure: true,
    message: failure.message,
    ...(await countAlike(db, row, failure)),
    version,
    lastVersionWithout: await lastVersionWithoutFailure(db, { ...row, failure: failure.key }),
    similar: failure.message === null ? [] : await nearestTo(db, failure.message, embedder),
    logs,
  };
}

const nothingSeen = {
  isFailure: false,
  message: null,
  firstSeen: null,
  lastSeen: null,
  count: null,
  countIsCapped: false,
  lastVersionWithout: null,
  similar: [],
};

/** When it failed like this first and before, and how often. The row itself counts even where its own key was not stored. */
async function countAlike(
  db: DbOrTx,
  { id, timestamp, failure: stored }: SeenRow,
  { key }: Failure,
): Promise<Pick<SeenSnapshot, 'firstSeen' | 'lastSeen' | 'count' | 'countIsCapped'>> {
  const [row] = await db.$queryRaw<{ first: Date | null; previous: Date | null; counted: number }[]>`
    SELECT
      (SELECT timestamp FROM request_snapshots WHERE failure = ${key} AND deleted_at IS NULL
        ORDER BY timestamp, id LIMIT 1) AS first,
      (SELECT timestamp FROM request_snapshots WHERE failure = ${key} AND deleted_at IS NULL AND timestamp <= ${timestamp}
        AND (timestamp, id) < (${timestamp}, ${id}) ORDER BY timestamp DESC, id DESC LIMIT 1) AS previous,
      (SELECT count(*)::int FROM (SELECT 1 FROM request_snapshots WHERE failure = ${key} AND deleted_at IS NULL
        LIMIT ${maxSeenCount + 1}) AS alike) AS counted`;
  const { first, previous, counted } = row!;
  const count = counted + (stored === null ? 1 : 0);
  return {
    firstSeen: wireTime(first !== null && first < timestamp ? first : timestamp),
    lastSeen: wireTime(previous),
    count: Math.min(count, maxSeenCount),
    countIsCapped: count > maxSeenCount,
  };
}

function nearestTo(db: DbOrTx, message: string, embedder: TextEmbedder): Promise<SeenSnapshot['similar']> {
  const vector = vectorOf(embedder, message);
  return nearestPatterns(db, { vector, version: embedder.version, limit: maxSeenSimilar });
}

async function logsOf(db: DbOrTx, requestId: string | null): Promise<SeenSnapshot['logs']> {
  if (requestId === null) return [];
  const rows = await db.$queryRaw<LogRow[]>`
    SELECT ${logColumns} FROM logs WHERE request_id = ${requestId} AND deleted_at IS NULL
    ORDER BY created_at, id LIMIT ${maxSeenLogs}`;
  return rows.map(toLog);
}
