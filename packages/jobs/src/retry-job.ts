import { AppError } from '@apiscope/core/errors';
import type { Job } from '@apiscope/core/jobs/schema';
import type { Tx } from '@apiscope/db/client';
import { getJob } from '@apiscope/db/jobs/get-job';
import { recordRetry } from '@apiscope/db/jobs/record-retry';

/**
 * Gives a failed or dead job all its attempts again and runs it now.
 * @throws AppError NOT_FOUND, or CONFLICT with the reason when it waits, runs or has ended.
 */
export async function retryJob(tx: Tx, id: number): Promise<Job> {
  const { status } = await getJob(tx, id);
  if (status !== 'failed' && status !== 'dead')
    throw new AppError('CONFLICT', `job ${id} is ${status}; only a failed or dead one can be tried again`);
  const rescheduled = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM graphile_worker.reschedule_jobs(ARRAY[${String(id)}::bigint], run_at => now(), attempts => 0)`;
  if (rescheduled.length === 0)
    throw new AppError('CONFLICT', `job ${id} has just been taken up, or the queue has forgotten it`);
  await recordRetry(tx, id);
  return getJob(tx, id);
}
