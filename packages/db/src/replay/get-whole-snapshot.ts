import { AppError } from '@apiscope/core/errors';
import type { WholeSnapshot } from '@apiscope/core/replay/schema';
import type { DbOrTx } from '../client.ts';
import { type SnapshotRow, snapshotColumns, toWholeSnapshot } from './snapshot-row.ts';

/** One snapshot, its bodies as the text that is stored. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getWholeSnapshot(db: DbOrTx, id: number): Promise<WholeSnapshot> {
  const [row] = await db.$queryRaw<SnapshotRow[]>`
    SELECT ${snapshotColumns} FROM request_snapshots WHERE id = ${String(id)}::bigint AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no snapshot ${id}`);
  return toWholeSnapshot(row);
}
