import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import type { Tx } from '../../client.ts';
import { setNotFound } from './get-set.ts';
import { type SetRow, setColumns, toSet } from './set-row.ts';

/**
 * Hides a set with its runs and frees its name; what still runs is cancelled.
 * @returns the set as it was. @throws AppError NOT_FOUND when there is none, or it is deleted.
 */
export async function deleteSet(tx: Tx, { id }: { id: number }): Promise<ReplaySet> {
  const [row] = await tx.$queryRaw<SetRow[]>`
      UPDATE replay_sets SET deleted_at = now() WHERE id = ${id}::int AND deleted_at IS NULL RETURNING ${setColumns}`;
  if (!row) throw setNotFound(id);
  await tx.$executeRaw`
      WITH gone AS (
        UPDATE replay_set_runs SET deleted_at = now(),
          status = CASE WHEN status = 'done' THEN status ELSE 'cancelled' END
        WHERE set_id = ${id}::int AND deleted_at IS NULL RETURNING id)
      UPDATE replay_sends SET deleted_at = now() FROM gone WHERE set_run_id = gone.id`;
  return toSet(row);
}
