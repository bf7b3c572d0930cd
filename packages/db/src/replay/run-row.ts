import { readBody } from '@apiscope/core/replay/read-body';
import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import { Prisma } from '../client.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';

/** Columns of a replay. */
export const runColumns = Prisma.raw(
  `id, snapshot_id AS "snapshotId", status, target, actor, overrides, method, url, request_headers AS "requestHeaders",
   request_body AS "requestBody", idempotency_key AS "idempotencyKey", address, status_code AS "statusCode", duration, timing,
   response_headers AS "responseHeaders", response_body AS "responseBody", response_body_info AS "responseBodyInfo", diff, equal,
   set_run_id AS "setRunId", error, created_at AS "createdAt", updated_at AS "updatedAt"`,
);

export type RunRow = Omit<
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

/** The wire form of a replay; the body of its answer is parsed where it is whole JSON. */
export function toRun({ createdAt, updatedAt, responseBody, ...row }: RunRow): ReplayRun {
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
