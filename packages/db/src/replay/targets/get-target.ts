import { AppError } from '@apiscope/core/errors';
import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import type { DbOrTx } from '../../client.ts';
import { type TargetRow, targetColumns, toTarget } from './target-row.ts';

/** One target. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getTarget(db: DbOrTx, { id }: { id: number }): Promise<ReplayTarget> {
  const [row] = await db.$queryRaw<TargetRow[]>`
    SELECT ${targetColumns} FROM replay_targets WHERE id = ${id} AND deleted_at IS NULL`;
  if (!row) throw targetNotFound(id);
  return toTarget(row);
}

/** The 404 of a target. */
export function targetNotFound(id: number): AppError {
  return new AppError('NOT_FOUND', `there is no target ${id}`);
}
