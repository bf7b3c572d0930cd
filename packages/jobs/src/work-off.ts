import { setTimeout as sleep } from 'node:timers/promises';
import { countDue } from '@apiscope/db/jobs/count-due';
import type { WorkerDeps } from './worker/deps.ts';
import { requireSession } from './worker/require-session.ts';
import { startWorker } from './worker.ts';

/** Longest that a scheduler may leave between two runs so that no tick is missed, ms. */
const catchUp = 3_600_000;
/** Between two looks whether anything is left, ms. */
const lookEvery = 200;

/**
 * Works until nothing is due, ticks of the last hour that nobody was there for included, and leaves. Jobs that come meanwhile are done too.
 * @throws what the database answers when it cannot be reached at the beginning, or AppError when only by connections that keep no session.
 */
export async function workOff(
  deps: WorkerDeps,
  { signal, graceMs }: { signal: AbortSignal; graceMs: number },
): Promise<void> {
  await requireSession(deps);
  const worker = startWorker({ ...deps, leastCatchUp: catchUp });
  try {
    await worker.ready;
    while (!signal.aborted && (await countDue(deps.db)) > 0) await sleep(lookEvery);
  } finally {
    await worker.stop(graceMs);
  }
}
