import type { Page } from '@apiscope/core/page';
import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../../client.ts';
import { listPage } from '../../sql/page.ts';
import { setColumns, toSet } from './set-row.ts';

/** One page of the replay sets that are not deleted. */
export function listSets(db: DbOrTx, query: ListQuery): Promise<Page<ReplaySet>> {
  return listPage(db, { table: Prisma.sql`replay_sets`, columns: setColumns, query, mapRow: toSet });
}
