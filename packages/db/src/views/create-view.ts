import type { NewView } from '@apiscope/core/views/parse-view';
import type { View } from '@apiscope/core/views/schema';
import type { DbOrTx } from '../client.ts';
import { refuseTakenName } from './refuse-taken-name.ts';
import { toView, type ViewRow, viewColumns } from './view-row.ts';

/** Stores a view. @throws AppError CONFLICT naming `name` when a view of the resource has it. */
export async function createView(db: DbOrTx, view: NewView): Promise<View> {
  const { name, resource, filter, columns, range, service } = view;
  const [row] = await refuseTakenName(
    { what: 'view', name },
    db.$queryRaw<ViewRow[]>`
      INSERT INTO saved_views (name, resource, filter, columns, range, service)
      VALUES (${name}, ${resource}, ${JSON.stringify(filter)}::jsonb, ${columns}::text[],
        ${range && JSON.stringify(range)}::jsonb, ${service})
      RETURNING ${viewColumns}`,
  );
  return toView(row!);
}
