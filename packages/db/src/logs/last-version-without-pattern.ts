import type { DbOrTx } from '../client.ts';

/** Versions that are looked at, the newest first. */
const maxVersions = 50;
/** Lines of the pattern that are looked at in the time of one version: they may be of an older one that still ran. */
const maxLines = 100;

/** An occurrence of a pattern, and when the pattern was first seen. */
type Occurrence = {
  service: string;
  patternId: number;
  firstSeen: Date;
  version: string | null;
  /** Milliseconds since the UTC epoch. */
  at: number;
};

/**
 * The newest version of the service, of those that appeared before the occurrence, in which the pattern is known not to have occurred.
 * The time of a version goes from when it first appeared to when the next one did. It had no such line when it ended before the first
 * there ever was, or when every line of the service since then is still there and none in its time is of it; a line that names no
 * version is of the one whose time it is. The versions of the occurrence and of the first line of the pattern are never the answer.
 */
export async function lastVersionWithoutPattern(
  db: DbOrTx,
  { service, patternId, firstSeen, version, at }: Occurrence,
): Promise<string | null> {
  const [row] = await db.$queryRaw<{ version: string }[]>`
    WITH known AS (
      SELECT id, version, first_seen AS start, lead(first_seen) OVER (ORDER BY first_seen, id) AS "end"
      FROM service_versions WHERE service = ${service}
    ), before AS (
      SELECT * FROM known WHERE start <= ${new Date(at)} AND version IS DISTINCT FROM ${version}::text
        AND version IS DISTINCT FROM (
          SELECT line_version(meta) FROM logs WHERE pattern_id = ${patternId} AND created_at = ${firstSeen} AND deleted_at IS NULL
          ORDER BY id LIMIT 1)
      ORDER BY start DESC, id DESC LIMIT ${maxVersions}
    ), kept AS (SELECT min(created_at) AS since FROM logs WHERE service = ${service})
    SELECT version FROM before CROSS JOIN kept CROSS JOIN LATERAL (
      SELECT count(*) AS lines, count(*) FILTER (WHERE coalesce(line_version(meta), before.version) = before.version) AS own
      FROM (
        SELECT meta FROM logs WHERE pattern_id = ${patternId} AND deleted_at IS NULL AND created_at >= before.start
          AND created_at < coalesce(before."end", 'infinity')
        ORDER BY created_at DESC LIMIT ${maxLines}
      ) AS newest
    ) AS seen
    WHERE "end" <= ${firstSeen} OR (start >= kept.since AND own = 0 AND lines < ${maxLines})
    ORDER BY start DESC, id DESC LIMIT 1`;
  return row?.version ?? null;
}
