import { backoffDelay, defaultBackoff } from '@apiscope/core/batch/backoff';
import { inTransaction } from '@apiscope/db/client';
import { removeHeartbeat } from '@apiscope/db/jobs/heartbeat';
import { recordAbandoned } from '@apiscope/db/jobs/release-dead-workers';
import { maintainPartitions } from './partitions/maintain-partitions.ts';
import { enqueueStale } from './search/enqueue-stale.ts';
import type { WorkerDeps } from './worker/deps.ts';
import { interrupted } from './worker/interrupted.ts';
import { keepAlive } from './worker/keep-alive.ts';
import { openSession, type Session } from './worker/session.ts';

export type Worker = {
  /** Resolves when the worker first looks for jobs, and ticks that were missed are among them. */
  readonly ready: Promise<void>;
  /** Takes no further jobs and waits for those in work, `withinMs` at most; what still runs then goes back to the queue. */
  stop(withinMs?: number): Promise<void>;
};

/** Jobs are taken up again within seconds of the database's return. */
const reconnect = { ...defaultBackoff, baseMs: 500, capMs: 3_000 };

/**
 * Works off the queue until it is told to stop: connecting → working → (lost → connecting)* → stopping → stopped. While the database
 * is away it waits longer and longer between tries, and says so.
 */
export function startWorker(deps: WorkerDeps): Worker {
  const { log } = deps;
  let isStopping = false;
  let session: Session | null = null;
  let wake: () => void = () => {};
  let becomeReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });

  const connect = async (): Promise<Session | null> => {
    for (let failures = 1; !isStopping; failures++) {
      try {
        return await openSession(deps);
      } catch (error) {
        const retryMs = Math.round(backoffDelay(failures, reconnect));
        log.error({ err: error, retryMs }, 'the queue cannot be reached; trying again');
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, retryMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
    return null;
  };

  const work = async (): Promise<void> => {
    while (!isStopping) {
      session = await connect();
      if (!session) return;
      const heart = keepAlive(deps, session);
      await makePartitions(deps);
      await makeVectors(deps);
      const ended = session.ended.catch((error: unknown) => log.error({ err: error }, 'the queue was lost'));
      await Promise.race([session.caughtUp, ended]);
      becomeReady();
      await ended;
      await heart.stop();
      await leave(deps, session);
    }
  };
  const worked = work();

  return {
    ready,
    async stop(withinMs = 15_000) {
      isStopping = true;
      wake();
      const deadline = setTimeout(() => {
        log.error({ running: session?.running() }, 'jobs did not end in time and go back to the queue');
        session?.abandon().catch(() => {});
      }, withinMs);
      await session?.finish().catch(() => {});
      await worked;
      clearTimeout(deadline);
    },
  };
}

async function makePartitions({ db, clock, log }: WorkerDeps): Promise<void> {
  try {
    await maintainPartitions({}, { db, now: clock.now() });
  } catch (error) {
    log.warn({ err: error }, 'partitions ahead could not be made now; the hourly job will try again');
  }
}

/** A worker that makes other vectors than those stored, after a change of the setting or of the program, sees to it at once. */
async function makeVectors({ db, log, embedder }: WorkerDeps): Promise<void> {
  try {
    const job = await enqueueStale(db, embedder);
    if (job !== null) log.info({ job, version: embedder.version }, 'vectors of other versions are made anew');
  } catch (error) {
    log.warn({ err: error }, 'vectors could not be looked over now; the daily job will');
  }
}

/** Says good-bye: jobs that were given back are noted as such, and the worker is no longer listed. */
async function leave({ db, log }: WorkerDeps, session: Session): Promise<void> {
  try {
    await inTransaction(db, async (tx) => {
      await recordAbandoned(tx, [session.id], interrupted);
      await removeHeartbeat(tx, session.id);
    });
  } catch (error) {
    log.warn({ err: error }, 'the worker could not sign off; it will be missed after a while');
  }
  await session.close();
}
