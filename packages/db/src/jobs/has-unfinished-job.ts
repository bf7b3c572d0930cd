import type { DbOrTx } from '../client.ts';

/** Whether a job of the task waits, runs or will be tried again. */
export async function hasUnfinishedJob(db: DbOrTx, task: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM job_runs WHERE task = ${task} AND status IN ('queued', 'running', 'failed') AND deleted_at IS NULL LIMIT 1`;
  return rows.length > 0;
}
