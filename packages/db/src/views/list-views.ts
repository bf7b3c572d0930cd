import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import type { View } from '@apiscope/core/views/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { toView, viewColumns } from './view-row.ts';

/** One page of the views that are not deleted. */
export function listViews(db: DbOrTx, query: ListQuery): Promise<Page<View>> {
  return listPage(db, { table: Prisma.sql`saved_views`, columns: viewColumns, query, mapRow: toView });
}
