import type { SetRunDetail } from '@apiscope/core/replay/set-run-schema';
import { getSet } from '@apiscope/db/replay/sets/get-set';
import { getSetRun } from '@apiscope/db/replay/sets/get-set-run';
import { reportSetRun } from '@apiscope/db/replay/sets/report-set-run';
import type { Deps } from '../deps.ts';

/** A run with its progress and, once it is over, its report. @throws AppError NOT_FOUND when there is none. */
export async function getRun({ db }: Deps, id: number): Promise<SetRunDetail> {
  const run = await getSetRun(db, id);
  if (run.status !== 'done' && run.status !== 'cancelled') return { ...run, report: null };
  const set = await getSet(db, { id: run.setId });
  return { ...run, report: await reportSetRun(db, { run, set }) };
}
