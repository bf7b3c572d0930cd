import { AppError } from '@apiscope/core/errors';
import type { SimilarPattern } from '@apiscope/core/logs/pattern-schema';
import type { DbOrTx } from '../client.ts';
import { nearestPatterns, type PatternVector } from './nearest-patterns.ts';

/** The patterns whose lines read most like those of one, nearest first. @throws AppError NOT_FOUND for an unknown pattern. */
export async function similarPatterns(
  db: DbOrTx,
  { id, limit }: { id: number; limit: number },
): Promise<SimilarPattern[]> {
  const [row] = await db.$queryRaw<{ vector: string | null; version: string | null }[]>`
    SELECT embedding::text AS vector, embedding_version AS version FROM log_patterns
    WHERE id = ${String(id)}::bigint AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no pattern ${id}`);
  return hasVector(row) ? nearestPatterns(db, { ...row, limit, except: id }) : [];
}

function hasVector(row: { [K in keyof PatternVector]: string | null }): row is PatternVector {
  return row.vector !== null && row.version !== null;
}
