import type { Job } from '@apiscope/core/jobs/schema';
import type { DbOrTx } from '../client.ts';
import { type JobRow, jobColumns, toJob } from './job-row.ts';

/** The newest job of a task, waiting ones too; null when there is none. */
export async function lastJob(db: DbOrTx, task: string): Promise<Job | null> {
  const [row] = await db.$queryRaw<JobRow[]>`
    SELECT ${jobColumns} FROM job_runs WHERE task = ${task} AND deleted_at IS NULL
    ORDER BY created_at DESC, job_id DESC LIMIT 1`;
  return row ? toJob(row) : null;
}
