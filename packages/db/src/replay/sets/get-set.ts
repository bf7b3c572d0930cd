import { AppError } from '@apiscope/core/errors';
import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import type { DbOrTx } from '../../client.ts';
import { type SetRow, setColumns, toSet } from './set-row.ts';

/** One replay set. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getSet(db: DbOrTx, { id }: { id: number }): Promise<ReplaySet> {
  const [row] = await db.$queryRaw<SetRow[]>`
    SELECT ${setColumns} FROM replay_sets WHERE id = ${id}::int AND deleted_at IS NULL`;
  if (!row) throw setNotFound(id);
  return toSet(row);
}

/** The 404 of a set. */
export function setNotFound(id: number): AppError {
  return new AppError('NOT_FOUND', `there is no replay set ${id}`);
}
