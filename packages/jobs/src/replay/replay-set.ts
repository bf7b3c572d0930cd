import { setTimeout as sleep } from 'node:timers/promises';
import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import { finishSetRun } from '@apiscope/db/replay/sets/finish-set-run';
import { getSetRun } from '@apiscope/db/replay/sets/get-set-run';
import { keepLease, leaveLease } from '@apiscope/db/replay/sets/keep-lease';
import { takeLease } from '@apiscope/db/replay/sets/take-lease';
import type { PayloadOf } from '../catalog.ts';
import type { JobContext } from '../job-context.ts';
import { interrupted } from '../worker/interrupted.ts';
import { learnNoise } from './learn-noise.ts';
import { sendPass } from './send-pass.ts';

/** How often the attempt says that it lives and asks whether it may go on, and waits for one before it, ms. */
const askMs = 250;
/** Between the passes of learning, so that seconds of the answers differ where they tell the time, ms. */
const betweenPassesMs = 1_100;

type Context = Pick<JobContext, 'db' | 'clock' | 'newId' | 'redactor' | 'replay' | 'stopping'>;

/**
 * Sends the requests of a run, each at most once: queued → running → (paused → queued)* → done or cancelled. The state is kept in the
 * database, and so is each request's; the job may therefore die at any point and another attempt goes on where it ended.
 */
export async function replaySet(
  { setRunId: id }: PayloadOf<'replay_set'>,
  context: Context,
): Promise<Pick<SetRun, 'status' | 'verdict' | 'counts'>> {
  const { db } = context;
  const lease = context.newId();
  const run = await waitForRun(context, { id, lease });
  if (run !== null) await work(context, { run, lease });
  const { status, verdict, counts } = await getSetRun(db, id);
  return { status, verdict, counts };
}

/** The run, once no other attempt has it; null when there is nothing to do for it. */
async function waitForRun({ db, stopping }: Context, ours: { id: number; lease: string }) {
  for (;;) {
    if (stopping.aborted) throw new Error(interrupted);
    const taken = await takeLease(db, ours);
    if (taken.outcome === 'ours') return taken.run;
    if (taken.outcome === 'over') return null;
    await sleep(askMs);
  }
}

async function work(context: Context, { run, lease }: { run: SetRun; lease: string }): Promise<void> {
  const { db, stopping } = context;
  const { id } = run;
  const halt = new AbortController();
  const signal = AbortSignal.any([halt.signal, stopping]);
  const watched = watch(context, { id, lease, signal, halt: () => halt.abort() });
  try {
    await sendPass(context, { run, lease, pass: 1, signal });
    let learned: string[] | null = null;
    if (run.kind === 'learn' && !signal.aborted) {
      await sleep(betweenPassesMs, undefined, { signal }).catch(() => {});
      await sendPass(context, { run, lease, pass: 2, signal });
      learned = signal.aborted ? null : await learnNoise(db, run);
    }
    if (!signal.aborted) await finishSetRun(db, { id, lease, learned });
  } finally {
    halt.abort();
    await watched;
    await leaveLease(db, { id, lease });
  }
  // The job goes back to the queue, and another worker goes on with what is left.
  if (stopping.aborted) throw new Error(interrupted);
}

/** Says every so often that the attempt lives, until it is over or may no longer go on. */
async function watch(
  { db }: Context,
  { id, lease, signal, halt }: { id: number; lease: string; signal: AbortSignal; halt: () => void },
): Promise<void> {
  while (!signal.aborted) {
    await sleep(askMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    // Without the database nothing can be claimed either; whether the run is still ours shows when it is back.
    const mayGoOn = await keepLease(db, { id, lease }).catch(() => true);
    if (!mayGoOn) halt();
  }
}
