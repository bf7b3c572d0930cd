import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@apiscope/core/errors';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import { claimSend } from '@apiscope/db/replay/sets/claim-send';
import { type Settled, settleSend } from '@apiscope/db/replay/sets/settle-send';
import { describeError } from '../describe-error.ts';
import type { JobContext } from '../job-context.ts';

/** Changed paths that are kept with a request; the stored replay has all. */
const maxPaths = 50;

type Pass = { run: SetRun; lease: string; pass: number; signal: AbortSignal };
type Context = Pick<JobContext, 'db' | 'clock' | 'redactor' | 'replay'>;

/** Sends what is left of a pass, so many at once and so many a second as the run says, until none is left or `signal` fires. */
export async function sendPass(context: Context, pass: Pass): Promise<void> {
  const nextTurn = pace(context.clock, pass.run.rateLimit);
  const lane = async (): Promise<void> => {
    while (!pass.signal.aborted) {
      await sleep(nextTurn(), undefined, { signal: pass.signal }).catch(() => {});
      if (pass.signal.aborted || !(await sendNext(context, pass))) return;
    }
  };
  // One lane's failure must not leave the others' requests without anybody who writes down what came of them.
  const lanes = await Promise.allSettled(Array.from({ length: pass.run.concurrency }, lane));
  const failed = lanes.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Milliseconds to wait before the next request, each a turn after the one before. */
function pace(clock: Context['clock'], perSecond: number): () => number {
  let next = 0;
  return () => {
    const now = clock.monotonic();
    const turn = Math.max(now, next);
    next = turn + 1_000 / perSecond;
    return turn - now;
  };
}

async function sendNext({ db, redactor, replay }: Context, { run, lease, pass }: Pass): Promise<boolean> {
  const claimed = await claimSend(db, { setRunId: run.id, pass, lease });
  if (claimed === null) return false;
  const { id, snapshotId } = claimed;
  const overrides = { target: run.target, confirm: run.confirm, ignore: run.ignored };
  const settled = await replay({ snapshotId, overrides, actor: run.actor, setRunId: run.id }).then(
    settle,
    (error: unknown) => settleError(error, redactor),
  );
  await settleSend(db, { id, lease, settled });
  return true;
}

function settle(run: ReplayRun): Settled {
  const { id: runId, statusCode, duration, diff, equal, error } = run;
  const changes = diff?.changes.map(({ path }) => path) ?? [];
  return {
    status: run.status === 'done' ? (equal ? 'equal' : 'different') : run.status,
    runId,
    statusCode,
    duration,
    changedPaths: [...new Set(changes)].slice(0, maxPaths),
    error,
  };
}

/** A refusal says why nothing was sent; after any other error nobody knows. */
function settleError(error: unknown, redactor: Redactor): Settled {
  const nothing = { runId: null, statusCode: null, duration: null, changedPaths: [] };
  return error instanceof AppError
    ? { ...nothing, status: 'refused', error: error.message }
    : { ...nothing, status: 'interrupted', error: describeError(error, redactor).slice(0, 2_000) };
}
