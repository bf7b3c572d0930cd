import type { WorkerStats } from '@apiscope/core/jobs/schema';
import { jobStats } from '@apiscope/db/jobs/job-stats';
import { catalog, taskNames } from '@apiscope/jobs/catalog';
import type { Deps } from '../deps.ts';

/** How the queue and its workers are doing, and which tasks there are. */
export async function getStats({ db, clock }: Deps): Promise<WorkerStats> {
  const tasks = taskNames.map((task) => ({
    task,
    about: catalog[task].about,
    maxAttempts: catalog[task].maxAttempts,
  }));
  return { ...(await jobStats(db, { now: clock.now() })), tasks };
}
