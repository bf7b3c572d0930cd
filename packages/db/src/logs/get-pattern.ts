import { AppError } from '@apiscope/core/errors';
import type { Pattern } from '@apiscope/core/logs/pattern-schema';
import type { DbOrTx } from '../client.ts';
import { countLevels } from './count-levels.ts';
import { type PatternRow, patternColumns, toPattern } from './pattern-row.ts';

/** One pattern. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getPattern(db: DbOrTx, { id }: { id: number }): Promise<Pattern> {
  const [row] = await db.$queryRaw<PatternRow[]>`
    SELECT ${patternColumns} FROM log_patterns WHERE id = ${String(id)}::bigint AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no pattern ${id}`);
  const pattern = toPattern(row);
  return { ...pattern, levels: (await countLevels(db, [pattern])).get(id)! };
}
