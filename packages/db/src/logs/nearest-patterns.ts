import type { SimilarPattern } from '@apiscope/core/logs/pattern-schema';
import type { DbOrTx } from '../client.ts';
import { countLevels } from './count-levels.ts';
import { type PatternRow, patternColumns, toPattern } from './pattern-row.ts';
import { overflowFingerprint } from './resolve-patterns.ts';

/** A vector as pgvector writes it, and what made it. */
export type PatternVector = { vector: string; version: string };

/**
 * The patterns of any service that are nearest to a vector, nearest first. Only vectors of the same version and length are compared;
 * one of a text without words has no direction, so nothing is near to it.
 * @param except id of a pattern that is left out
 */
export async function nearestPatterns(
  db: DbOrTx,
  { vector, version, limit, except = 0 }: PatternVector & { limit: number; except?: number },
): Promise<SimilarPattern[]> {
  const rows = await db.$queryRaw<(PatternRow & { similarity: number })[]>`
    SELECT ${patternColumns}, 1 - (embedding <=> origin) AS similarity
    FROM log_patterns CROSS JOIN (SELECT ${vector}::vector AS origin) AS asked
    WHERE deleted_at IS NULL AND id <> ${except} AND fingerprint <> ${overflowFingerprint} AND embedding_version = ${version}
      AND vector_dims(embedding) = vector_dims(origin) AND vector_norm(embedding) > 0 AND vector_norm(origin) > 0
    ORDER BY embedding <=> origin, last_seen DESC, id LIMIT ${limit}`;
  const near = rows.map(({ similarity, ...row }) => ({ ...toPattern(row), similarity }));
  const levels = await countLevels(db, near);
  return near.map((row) => ({ ...row, levels: levels.get(row.id)! }));
}
