import type { Page } from '@apiscope/core/page';
import type { SetSend } from '@apiscope/core/replay/set-run-schema';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../../client.ts';
import { listPage } from '../../sql/page.ts';
import { sendColumns, toSend } from './send-row.ts';
import { setRunNotFound } from './set-run-row.ts';

/** One page of the requests of a run. @throws AppError NOT_FOUND when there is no such run. */
export async function listSends(db: DbOrTx, setRunId: number, query: ListQuery): Promise<Page<SetSend>> {
  const id = Prisma.sql`${String(setRunId)}::bigint`;
  const known = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM replay_set_runs WHERE id = ${id} AND deleted_at IS NULL`;
  if (known.length === 0) throw setRunNotFound(setRunId);
  return listPage(db, {
    table: Prisma.sql`replay_sends`,
    columns: sendColumns,
    query: { ...query, resource: { ...query.resource, name: `${query.resource.name} of run ${setRunId}` } },
    where: Prisma.sql`set_run_id = ${id}`,
    mapRow: toSend,
  });
}
