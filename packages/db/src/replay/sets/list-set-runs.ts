import type { Page } from '@apiscope/core/page';
import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../../client.ts';
import { listPage } from '../../sql/page.ts';
import { getSet } from './get-set.ts';
import { setRunColumns, toSetRun } from './set-run-row.ts';

/** One page of the runs of a set. @throws AppError NOT_FOUND when there is no such set. */
export async function listSetRuns(db: DbOrTx, setId: number, query: ListQuery): Promise<Page<SetRun>> {
  await getSet(db, { id: setId });
  return listPage(db, {
    table: Prisma.sql`replay_set_runs`,
    columns: setRunColumns,
    // A cursor belongs to the runs of one set, and remembers it by name.
    query: { ...query, resource: { ...query.resource, name: `${query.resource.name} of set ${setId}` } },
    where: Prisma.sql`set_id = ${setId}::int`,
    mapRow: toSetRun,
  });
}
