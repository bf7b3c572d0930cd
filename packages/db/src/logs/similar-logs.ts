import type { SimilarLog } from '@apiscope/core/logs/schema';
import type { DbOrTx } from '../client.ts';
import { getLog } from './get-log.ts';
import { type LogRow, logColumns, toLog } from './log-row.ts';

/** Patterns whose newest rows are looked at; the nearest come first, so more would rarely show. */
const nearestPatterns = 20;

/**
 * The newest logs of the patterns nearest to that of a log, nearest pattern first; the log itself is left out.
 * Similarity is the cosine of the two patterns' vectors, so rows of the log's own pattern have 1.
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
      SELECT other.id AS near_id, coalesce(1 - (other.embedding <=> origin.embedding), 0)::float8 AS similarity
      FROM log_patterns origin JOIN log_patterns other
        ON other.deleted_at IS NULL AND vector_dims(other.embedding) = vector_dims(origin.embedding)
      WHERE origin.id = ${patternId} AND other.embedding_version = origin.embedding_version
      ORDER BY other.embedding <=> origin.embedding, other.id LIMIT ${nearestPatterns}
    )
    SELECT ${logColumns}, similarity FROM near CROSS JOIN LATERAL (
      SELECT * FROM logs WHERE pattern_id = near_id AND deleted_at IS NULL AND id <> ${String(id)}::bigint
      ORDER BY logs.created_at DESC, logs.id DESC LIMIT ${limit}
    ) AS newest
    ORDER BY similarity DESC, "createdAt" DESC, id DESC LIMIT ${limit}`;
  return rows.map(({ similarity, ...row }) => ({ ...toLog(row), similarity }));
}
