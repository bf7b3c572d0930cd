import { AppError } from '@apiscope/core/errors';
import type { Page } from '@apiscope/core/page';
import { readBody } from '@apiscope/core/replay/read-body';
import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';

const runColumns = Prisma.raw(
  `id, snapshot_id AS "snapshotId", status, target, actor, overrides, method, url, request_headers AS "requestHeaders",
   request_body AS "requestBody", idempotency_key AS "idempotencyKey", address, status_code AS "statusCode", duration, timing,
   response_headers AS "responseHeaders", response_body AS "responseBody", response_body_info AS "responseBodyInfo", diff, equal,
   set_run_id AS "setRunId", error, created_at AS "createdAt", updated_at AS "updatedAt"`,
);

type RunRow = Omit<
  ReplayRun,
  'id' | 'snapshotId' | 'setRunId' | 'responseBody' | 'created_at' | 'updated_at'
> & {
  id: bigint;
  snapshotId: bigint;
  setRunId: bigint | null;
  responseBody: string | null;
  createdAt: Date;
  updatedAt: Date;
};

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

function toRun({ createdAt, updatedAt, responseBody, ...row }: RunRow): ReplayRun {
  return {
    ...row,
    id: wireNumber(row.id),
    snapshotId: wireNumber(row.snapshotId),
    setRunId: row.setRunId === null ? null : wireNumber(row.setRunId),
    responseBody: readBody(responseBody, row.responseBodyInfo),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}
