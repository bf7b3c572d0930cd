import { AppError } from '@apiscope/core/errors';
import type { View } from '@apiscope/core/views/schema';
import type { DbOrTx } from '../client.ts';
import { toView, type ViewRow, viewColumns } from './view-row.ts';

/** One view. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getView(db: DbOrTx, { id }: { id: number }): Promise<View> {
  const [row] = await db.$queryRaw<ViewRow[]>`
    SELECT ${viewColumns} FROM saved_views WHERE id = ${id} AND deleted_at IS NULL`;
  if (!row) throw viewNotFound(id);
  return toView(row);
}

/** The 404 of a view. */
export function viewNotFound(id: number): AppError {
  return new AppError('NOT_FOUND', `there is no view ${id}`);
}
