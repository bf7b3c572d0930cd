import { badParameter } from '@apiscope/core/errors';
import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import type { Tx } from '@apiscope/db/client';

import { getSet } from '@apiscope/db/replay/sets/get-set';
import { getSetRun } from '@apiscope/db/replay/sets/get-set-run';
import { startSetRun } from '@apiscope/db/replay/sets/start-set-run';
import { enqueue } from '@apiscope/jobs/enqueue';
import type { Deps } from '../deps.ts';
import { chooseTarget } from './choose-target.ts';

type Order = { id: number; target?: string | undefined; kind: 'check' | 'learn'; actor: string };

/**
 * Starts a run of a set: what it will send is written down, and a job does it.
 * @throws AppError NOT_FOUND when there is no such set; BAD_REQUEST naming `target`, or `filter` when no request passes it.
 */
export async function startRun({ db, clock }: Deps, { id, target, kind, actor }: Order): Promise<SetRun> {
  const set = await getSet(db, { id });
  const { name } = await chooseTarget(db, { service: set.service, target: target ?? set.target });
  const order = { set, kind, target: name, actor, now: clock.now() };
  const run = await startSetRun(db, order, enqueueRun);
  if (run === null) throw badParameter('filter', `no request of ${set.service} passes the filter of the set`);
  return getSetRun(db, run);
}

/** Puts the job of a run into the queue; of several for the same run only one waits. */
export function enqueueRun(tx: Tx, setRunId: number): Promise<number> {
  return enqueue(tx, 'replay_set', { setRunId }, { jobKey: `replay_set:${setRunId}` });
}
