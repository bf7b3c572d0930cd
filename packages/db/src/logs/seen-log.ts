import { AppError } from '@apiscope/core/errors';
import { maxSeenSimilar, type SeenLog } from '@apiscope/core/logs/seen-schema';
import { versionOf } from '@apiscope/core/services/version-of';
import type { DbOrTx } from '../client.ts';
import { versionAt } from '../services/version-at.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';
import { lastVersionWithoutPattern } from './last-version-without-pattern.ts';
import { overflowFingerprint } from './resolve-patterns.ts';
import { similarPatterns } from './similar-patterns.ts';

type SeenRow = {
  id: bigint;
  service: string;
  meta: unknown;
  createdAt: Date;
  patternId: number | null;
  pattern: string | null;
  isOverflow: boolean | null;
  count: bigint | null;
  firstSeen: Date | null;
};

/**
 * Whether lines of the pattern of a log were stored before it, and since which version of the service.
 * @throws AppError NOT_FOUND for an unknown log.
 */
export async function seenLog(db: DbOrTx, { id }: { id: number }): Promise<SeenLog> {
  const [row] = await db.$queryRaw<SeenRow[]>`
    SELECT logs.id, logs.service, meta, logs.created_at AS "createdAt", log_patterns.id AS "patternId", pattern, count,
      fingerprint = ${overflowFingerprint} AS "isOverflow", first_seen AS "firstSeen"
    FROM logs LEFT JOIN log_patterns ON log_patterns.id = pattern_id AND log_patterns.deleted_at IS NULL
    WHERE logs.id = ${String(id)}::bigint AND logs.deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no log ${id}`);
  const { service, createdAt, patternId, pattern, firstSeen } = row;
  const at = createdAt.getTime();
  const version = versionOf(row.meta) ?? (await versionAt(db, { service, at }));
  const known = { version, patternId, pattern, isOverflow: row.isOverflow ?? false };
  if (patternId === null || firstSeen === null || known.isOverflow)
    return { ...known, firstSeen: null, lastSeen: null, count: null, lastVersionWithout: null, similar: [] };
  return {
    ...known,
    firstSeen: wireTime(firstSeen),
    lastSeen: wireTime(await previousOf(db, { id: row.id, createdAt, patternId })),
    count: wireNumber(row.count),
    lastVersionWithout: await lastVersionWithoutPattern(db, { service, patternId, firstSeen, version, at }),
    similar: await similarPatterns(db, { id: patternId, limit: maxSeenSimilar }),
  };
}

/** Time of the line of a pattern right before one; null when none is left. */
async function previousOf(
  db: DbOrTx,
  { id, createdAt, patternId }: { id: bigint; createdAt: Date; patternId: number },
): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date }[]>`
    SELECT created_at AS at FROM logs
    WHERE pattern_id = ${patternId} AND deleted_at IS NULL AND created_at <= ${createdAt} AND (created_at, id) < (${createdAt}, ${id})
    ORDER BY created_at DESC, id DESC LIMIT 1`;
  return row?.at ?? null;
}
