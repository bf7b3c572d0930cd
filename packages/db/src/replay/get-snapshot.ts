import { AppError } from '@apiscope/core/errors';
import type { Snapshot } from '@apiscope/core/replay/schema';
import type { DbOrTx } from '../client.ts';
import { type SnapshotRow, snapshotColumns, toSnapshot } from './snapshot-row.ts';

/** One snapshot with headers and bodies. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getSnapshot(db: DbOrTx, id: number): Promise<Snapshot> {
  const [row] = await db.$queryRaw<SnapshotRow[]>`
    SELECT ${snapshotColumns} FROM request_snapshots WHERE id = ${String(id)}::bigint AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no snapshot ${id}`);
  return toSnapshot(row);
}
