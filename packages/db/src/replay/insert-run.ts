import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { type RunRow, runColumns, toRun } from './run-row.ts';

/** A replay that was made or refused, redacted and free of what PostgreSQL can't store. */
export type NewReplayRun = Omit<ReplayRun, 'id' | 'responseBody' | 'created_at' | 'updated_at'> & {
  /** Id of the target; null: in process, or none was found. */
  targetId: number | null;
  /** The text that is kept of the answer. */
  responseBody: string | null;
};

/** Stores a replay. */
export async function insertReplayRun(db: DbOrTx, run: NewReplayRun): Promise<ReplayRun> {
  const json = (value: unknown) =>
    Prisma.sql`${value === null || value === undefined ? null : JSON.stringify(value)}::jsonb`;
  const [row] = await db.$queryRaw<RunRow[]>`
    INSERT INTO replay_runs (
      snapshot_id, status, target, target_id, actor, overrides, method, url, request_headers, request_body, idempotency_key, address,
      status_code, duration, timing, response_headers, response_body, response_body_info, diff, equal, set_run_id, error)
    VALUES (
      ${String(run.snapshotId)}::bigint, ${run.status}, ${run.target}, ${run.targetId}::int, ${run.actor}, ${json(run.overrides)},
      ${run.method}, ${run.url}, ${json(run.requestHeaders)}, ${run.requestBody}, ${run.idempotencyKey}, ${run.address},
      ${run.statusCode}::int, ${run.duration}::float8, ${json(run.timing)}, ${json(run.responseHeaders)}, ${run.responseBody},
      ${json(run.responseBodyInfo)}, ${json(run.diff)}, ${run.equal}::boolean,
      ${run.setRunId === null ? null : String(run.setRunId)}::bigint, ${run.error})
    RETURNING ${runColumns}`;
  return toRun(row!);
}
