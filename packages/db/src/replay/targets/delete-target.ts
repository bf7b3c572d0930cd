import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import type { DbOrTx } from '../../client.ts';
import { targetNotFound } from './get-target.ts';
import { type TargetRow, targetColumns, toTarget } from './target-row.ts';

/**
 * Hides a target, frees its name and forgets the values of its headers at once.
 * @returns the target as it was. @throws AppError NOT_FOUND when there is none, or it is deleted.
 */
export async function deleteTarget(db: DbOrTx, { id }: { id: number }): Promise<ReplayTarget> {
  const [row] = await db.$queryRaw<TargetRow[]>`
    UPDATE replay_targets SET deleted_at = now(), headers_sealed = NULL WHERE id = ${id} AND deleted_at IS NULL
    RETURNING ${targetColumns}`;
  if (!row) throw targetNotFound(id);
  return toTarget(row);
}
