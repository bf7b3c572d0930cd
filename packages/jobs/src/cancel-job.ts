import { AppError } from '@apiscope/core/errors';
import type { Job } from '@apiscope/core/jobs/schema';
import type { Tx } from '@apiscope/db/client';
import { getJob } from '@apiscope/db/jobs/get-job';
import { recordCancelled } from '@apiscope/db/jobs/record-cancelled';

/**
 * Takes a waiting job out of the queue: one that is queued, or failed and to be tried again.
 * @throws AppError NOT_FOUND, or CONFLICT with the reason when it runs or has ended.
 */
export async function cancelJob(tx: Tx, id: number): Promise<Job> {
  const { status } = await getJob(tx, id);
  if (status === 'running') throw new AppError('CONFLICT', `job ${id} is running and cannot be stopped`);
  if (status !== 'queued' && status !== 'failed')
    throw new AppError('CONFLICT', `job ${id} is ${status} already`);
  const removed = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM graphile_worker.complete_jobs(ARRAY[${String(id)}::bigint])`;
  if (removed.length === 0) throw new AppError('CONFLICT', `job ${id} has just been taken up by a worker`);
  await recordCancelled(tx, id);
  return getJob(tx, id);
}
