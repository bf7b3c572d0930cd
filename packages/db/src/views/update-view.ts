import type { ViewChanges } from '@apiscope/core/views/parse-view';
import type { View } from '@apiscope/core/views/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { viewNotFound } from './get-view.ts';
import { refuseTakenName } from './refuse-taken-name.ts';
import { toView, type ViewRow, viewColumns } from './view-row.ts';

/**
 * Changes what is given of a view and moves `updated_at`.
 * @throws AppError NOT_FOUND when there is none, or it is deleted; CONFLICT naming `name` when another view of its resource has it.
 */
export async function updateView(
  db: DbOrTx,
  { id, ...changes }: { id: number } & ViewChanges,
): Promise<View> {
  const { name, filter, columns, range, service } = changes;
  const assignments = [
    Prisma.sql`updated_at = now()`,
    ...(name === undefined ? [] : [Prisma.sql`name = ${name}`]),
    ...(filter === undefined ? [] : [Prisma.sql`filter = ${JSON.stringify(filter)}::jsonb`]),
    ...(columns === undefined ? [] : [Prisma.sql`columns = ${columns}::text[]`]),
    ...(range === undefined ? [] : [Prisma.sql`range = ${range && JSON.stringify(range)}::jsonb`]),
    ...(service === undefined ? [] : [Prisma.sql`service = ${service}`]),
  ];
  const [row] = await refuseTakenName(
    { what: 'view', name: name ?? '' },
    db.$queryRaw<ViewRow[]>`
      UPDATE saved_views SET ${Prisma.join(assignments)} WHERE id = ${id} AND deleted_at IS NULL
      RETURNING ${viewColumns}`,
  );
  if (!row) throw viewNotFound(id);
  return toView(row);
}
