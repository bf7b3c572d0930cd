import { AppError } from '@apiscope/core/errors';
import type { Job } from '@apiscope/core/jobs/schema';
import type { DbOrTx } from '../client.ts';
import { type JobRow, jobColumns, toJob } from './job-row.ts';

/** One job. @throws AppError NOT_FOUND when there is none, or retention has forgotten it. */
export async function getJob(db: DbOrTx, id: number): Promise<Job> {
  const [row] = await db.$queryRaw<JobRow[]>`
    SELECT ${jobColumns} FROM job_runs WHERE job_id = ${String(id)}::bigint AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no job ${id}`);
  return toJob(row);
}
