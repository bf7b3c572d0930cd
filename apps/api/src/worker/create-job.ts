import type { CreateJobInput, Job } from '@apiscope/core/jobs/schema';
import { inTransaction } from '@apiscope/db/client';
import { getJob } from '@apiscope/db/jobs/get-job';
import { enqueueByName } from '@apiscope/jobs/enqueue';
import type { Deps } from '../deps.ts';

/** Enqueues a job of the catalogue. @throws AppError BAD_REQUEST naming `task` or the part of `payload` that is wrong. */
export async function createJob(
  { db, redactor }: Deps,
  { task, payload, ...options }: CreateJobInput,
): Promise<Job> {
  const id = await inTransaction(db, (tx) => enqueueByName(tx, { task, payload, redactor }, options));
  return getJob(db, id);
}
