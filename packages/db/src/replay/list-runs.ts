import { AppError } from '@apiscope/core/errors';
import type { Page } from '@apiscope/core/page';
import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { runColumns, toRun } from './run-row.ts';

/** One page of the replays of a snapshot. @throws AppError NOT_FOUND when there is no such snapshot. */
export async function listReplayRuns(
  db: DbOrTx,
  snapshotId: number,
  query: ListQuery,
): Promise<Page<ReplayRun>> {
  const id = Prisma.sql`${String(snapshotId)}::bigint`;
  const known = await db.$queryRaw<
    unknown[]
  >`SELECT 1 FROM request_snapshots WHERE id = ${id} AND deleted_at IS NULL`;
  if (known.length === 0) throw new AppError('NOT_FOUND', `there is no snapshot ${snapshotId}`);
  return listPage(db, {
    table: Prisma.sql`replay_runs`,
    columns: runColumns,
    // A cursor belongs to the runs of one snapshot, and remembers it by name.
    query: {
      ...query,
      resource: { ...query.resource, name: `${query.resource.name} of snapshot ${snapshotId}` },
    },
    where: Prisma.sql`snapshot_id = ${id}`,
    mapRow: toRun,
  });
}
