import type { JobStatus } from '@apiscope/core/jobs/schema';
import type { DbOrTx } from '../client.ts';
import { wireTime } from '../sql/wire.ts';

export type LastRun = { startedAt: string | null; status: JobStatus };

/** The newest job of each task that has started. */
export async function lastRuns(db: DbOrTx, tasks: readonly string[]): Promise<Map<string, LastRun>> {
  const rows = await db.$queryRaw<{ task: string; startedAt: Date | null; status: JobStatus }[]>`
    SELECT wanted.task, latest.started_at AS "startedAt", latest.status
    FROM unnest(${[...tasks]}::text[]) AS wanted (task)
    CROSS JOIN LATERAL (
      SELECT started_at, status FROM job_runs
      WHERE job_runs.task = wanted.task AND started_at IS NOT NULL AND deleted_at IS NULL
      ORDER BY created_at DESC, job_id DESC LIMIT 1) AS latest`;
  return new Map(
    rows.map(({ task, startedAt, status }) => [task, { startedAt: wireTime(startedAt), status }]),
  );
}
