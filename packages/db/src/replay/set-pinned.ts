import { AppError } from '@apiscope/core/errors';
import type { Snapshot } from '@apiscope/core/replay/schema';
import type { DbOrTx } from '../client.ts';
import { type SnapshotRow, snapshotColumns, toSnapshot } from './snapshot-row.ts';

/**
 * Pins a snapshot, so that retention leaves it alone, or lets it go again. One that is so already stays as it is.
 * @throws AppError NOT_FOUND when there is none, or it is deleted.
 */
export async function setPinned(
  db: DbOrTx,
  { id, pinned }: { id: number; pinned: boolean },
): Promise<Snapshot> {
  const [row] = await db.$queryRaw<SnapshotRow[]>`
    UPDATE request_snapshots SET pinned = ${pinned}, updated_at = CASE WHEN pinned = ${pinned} THEN updated_at ELSE now() END
    WHERE id = ${String(id)}::bigint AND deleted_at IS NULL RETURNING ${snapshotColumns}`;
  if (!row) throw new AppError('NOT_FOUND', `there is no snapshot ${id}`);
  return toSnapshot(row);
}
