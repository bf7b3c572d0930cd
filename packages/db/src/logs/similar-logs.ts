import type { SimilarLog } from '@apiscope/core/logs/schema';
import type { DbOrTx } from '../client.ts';
import { getLog } from './get-log.ts';
import { type LogRow, logColumns, toLog } from './log-row.ts';

/** Patterns whose newest rows are looked at; the nearest come first, so more would rarely show. */
const nearestPatterns = 20;

/**
 * The newest logs of the patterns nearest to that of a log, nearest pattern first; the log itself is left out.
 * Similarity is the cosine of the two patterns' vectors; rows of the log's own pattern come first with 1. A pattern without words
 * has a zero vector, which has no direction, so it is near to nothing but itself.
 * @throws AppError NOT_FOUND for an unknown log.
 */
export async function similarLogs(
  db: DbOrTx,
  { id, limit }: { id: number; limit: number },
): Promise<SimilarLog[]> {
  const { patternId } = await getLog(db, { id });
  if (patternId === null) return [];
  const rows = await db.$queryRaw<(LogRow & { similarity: number })[]>`
    WITH near AS (
      SELECT other.id AS near_id, 1 - (other.embedding <=> origin.embedding) AS similarity
      FROM log_patterns origin JOIN log_patterns other
        ON other.deleted_at IS NULL AND other.id <> origin.id AND other.embedding_version = origin.embedding_version
        AND vector_dims(other.embedding) = vector_dims(origin.embedding) AND vector_norm(other.embedding) > 0
      WHERE origin.id = ${patternId} AND vector_norm(origin.embedding) > 0
      ORDER BY other.embedding <=> origin.embedding, other.id LIMIT ${nearestPatterns}
    ), pattern AS (SELECT ${patternId}::int AS near_id, 1::float8 AS similarity UNION ALL SELECT * FROM near)
    SELECT ${logColumns}, similarity FROM pattern CROSS JOIN LATERAL (
      SELECT * FROM logs WHERE pattern_id = near_id AND deleted_at IS NULL AND id <> ${String(id)}::bigint
      ORDER BY logs.created_at DESC, logs.id DESC LIMIT ${limit}
    ) AS newest
    ORDER BY similarity DESC, "createdAt" DESC, id DESC LIMIT ${limit}`;
  return rows.map(({ similarity, ...row }) => ({ ...toLog(row), similarity }));
}
