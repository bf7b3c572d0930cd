import { badParameter } from '@apiscope/core/errors';
import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import type { Tx } from '@apiscope/db/client';

import { getSet } from '@apiscope/db/replay/sets/get-set';
import { getSetRun } from '@apiscope/db/replay/sets/get-set-run';
import { startSetRun } from '@apiscope/db/replay/sets/start-set-run';
import { enqueue } from '@apiscope/jobs/enqueue';
import { auditAct } from '../access/audit-act.ts';
import type { Context } from '../trpc/context.ts';
import { chooseTarget } from './choose-target.ts';

type Order = { id: number; target?: string | undefined; kind: 'check' | 'learn' };

/**
 * Starts a run of a set: what it will send is written down, and a job does it.
 * @throws AppError NOT_FOUND when there is no such set; BAD_REQUEST naming `target`, or `filter` when no request passes it.
 */
export async function startRun(
  ctx: Pick<Context, 'actor' | 'requestId' | 'deps'>,
  { id, target, kind }: Order,
): Promise<SetRun> {
  const { db, clock } = ctx.deps;
  const set = await getSet(db, { id });
  const { name } = await chooseTarget(db, { service: set.service, target: target ?? set.target });
  const order = { set, kind, target: name, actor: ctx.actor.name, now: clock.now() };
  const action = kind === 'learn' ? 'sets.learn' : 'sets.start';
  const run = await startSetRun(db, order, async (tx, setRunId) => {
    await enqueueRun(tx, setRunId);
    await auditAct(ctx, tx, {
      action,
      subject: set.name,
      details: { setId: set.id, run: setRunId, target: name },
    });
  });
  if (run === null) throw badParameter('filter', `no request of ${set.service} passes the filter of the set`);
  return getSetRun(db, run);
}

/** Puts the job of a run into the queue; of several for the same run only one waits. */
export function enqueueRun(tx: Tx, setRunId: number): Promise<number> {
  return enqueue(tx, 'replay_set', { setRunId }, { jobKey: `replay_set:${setRunId}` });
}
