import type { SetSend } from '@apiscope/core/replay/set-run-schema';
import { Prisma } from '../../client.ts';
import { wireNumber, wireTime } from '../../sql/wire.ts';

/** Columns of a request of a run that may be seen. */
export const sendColumns = Prisma.raw(
  `id, pass, snapshot_id AS "snapshotId", endpoint, method, path, status, run_id AS "runId", status_code AS "statusCode", duration,
   changed_paths AS "changedPaths", error, created_at AS "createdAt", updated_at AS "updatedAt"`,
);

export type SendRow = Omit<SetSend, 'id' | 'snapshotId' | 'runId' | 'created_at' | 'updated_at'> & {
  id: bigint;
  snapshotId: bigint;
  runId: bigint | null;
  createdAt: Date;
  updatedAt: Date;
};

/** The wire form of a request of a run. */
export function toSend({ createdAt, updatedAt, ...row }: SendRow): SetSend {
  return {
    ...row,
    id: wireNumber(row.id),
    snapshotId: wireNumber(row.snapshotId),
    runId: row.runId === null ? null : wireNumber(row.runId),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}
