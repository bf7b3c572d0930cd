import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import type { Tx } from '@apiscope/db/client';
import { steerSetRun } from '@apiscope/db/replay/sets/steer-set-run';
import { enqueueRun } from './start-run.ts';

/** Pauses, resumes or cancels a run; resuming puts its job into the queue again. @throws AppError NOT_FOUND, or CONFLICT when its state does not allow it. */
export async function steerRun(
  tx: Tx,
  order: { id: number; move: 'pause' | 'resume' | 'cancel' },
): Promise<SetRun> {
  const run = await steerSetRun(tx, order);
  if (order.move === 'resume') await enqueueRun(tx, run.id);
  return run;
}
