import type { View } from '@apiscope/core/views/schema';
import type { DbOrTx } from '../client.ts';
import { viewNotFound } from './get-view.ts';
import { toView, type ViewRow, viewColumns } from './view-row.ts';

/** Hides a view and frees its name. @returns the view as it was. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function deleteView(db: DbOrTx, { id }: { id: number }): Promise<View> {
  const [row] = await db.$queryRaw<ViewRow[]>`
    UPDATE saved_views SET deleted_at = now() WHERE id = ${id} AND deleted_at IS NULL RETURNING ${viewColumns}`;
  if (!row) throw viewNotFound(id);
  return toView(row);
}
