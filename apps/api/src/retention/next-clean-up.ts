import { listCrons } from '@apiscope/jobs/list-crons';
import type { Deps } from '../deps.ts';

/** The task that applies retention. */
export const cleanUpTask = 'cleanup_logs';

/** When retention runs next, by the schedule. */
export async function nextCleanUp({ db, clock }: Deps): Promise<string> {
  const crons = await listCrons(db, { now: clock.now() });
  return crons.find(({ task }) => task === cleanUpTask)!.nextRun;
}
