import type { CreateJobInput, Job } from '@apiscope/core/jobs/schema';
import type { Tx } from '@apiscope/db/client';
import { getJob } from '@apiscope/db/jobs/get-job';
import { enqueueByName } from '@apiscope/jobs/enqueue';
import type { Deps } from '../deps.ts';

/** Enqueues a job of the catalogue. @throws AppError BAD_REQUEST naming `task` or the part of `payload` that is wrong. */
export async function createJob(
  tx: Tx,
  { task, payload, ...options }: CreateJobInput,
  { redactor }: Pick<Deps, 'redactor'>,
): Promise<Job> {
  return getJob(tx, await enqueueByName(tx, { task, payload, redactor }, options));
}
