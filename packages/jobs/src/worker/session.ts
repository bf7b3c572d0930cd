import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { BoundedPool } from '@apiscope/db/pool/bounded-pool';
import { run, type TaskList, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import type pg from 'pg';
import { parsePayload, type TaskName, taskNames } from '../catalog.ts';
import { crontab } from '../crontab.ts';
import type { Handler } from '../handlers.ts';
import { queueLogger } from '../queue-logger.ts';
import { runRecorded, withoutTick } from '../run-log.ts';
import type { WorkerDeps } from './deps.ts';
import { interrupted } from './interrupted.ts';
import { requireSession } from './require-session.ts';

/** One stay at the queue, from connecting until it is left or lost. */
export type Session = {
  /** The name under which jobs are locked in the queue and beat in the table of workers. */
  readonly id: string;
  /** Jobs in work. */
  running(): number;
  /** Resolves when missed ticks of the schedules are in the queue. */
  readonly caughtUp: Promise<void>;
  /** Settles when the queue was left, or given up after an error. */
  readonly ended: Promise<void>;
  /** Takes no further jobs and resolves when those in work have ended. */
  finish(): Promise<void>;
  /** Gives the jobs in work back to the queue as failed attempts. */
  abandon(): Promise<void>;
  /** Lets go of the connections. */
  close(): Promise<void>;
};

/**
 * The queue notes ends of jobs in batches, of whatever ended in the same turn. One by one it does so without looking at the outcome, and a
 * database that goes away just then would end the process by a rejection that nobody handles; in batches it gives up the session.
 */
const noteEndsInBatches = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** Longest that the queue may leave a query unanswered, ms; all of them are short. */
const longestQueueQueryMs = 60_000;
/** What the ends of the last jobs have to be noted in once the queue gives up, ms. */
const lastEndsMs = 500;
/** Longest wait for connections to be given back when they are let go, ms. */
const closeWithinMs = 2_000;

/** Connects to the queue and starts to work. @throws when the database cannot be reached, or only by connections that keep no session. */
export async function openSession(deps: WorkerDeps): Promise<Session> {
  const { directUrl, log, concurrency, pollMs = 1_000 } = deps;
  await requireSession(deps);
  // One connection listens; a job in work needs none, it goes through `db`.
  const pool = new BoundedPool({
    url: directUrl,
    max: concurrency + 1,
    longestQueryMs: longestQueueQueryMs,
    applicationName: 'apiscope-worker',
  });
  const onError = (error: Error): void => log.debug({ err: error }, 'a connection of the queue was lost');
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  const events: WorkerEvents = new EventEmitter();
  const stopping = new AbortController();
  let queue: WorkerPool | undefined;
  let running = 0;
  events.on('pool:create', ({ workerPool }) => {
    queue = workerPool;
  });
  events.on('worker:getJob:error', ({ error }) => log.debug({ err: error }, 'no job could be fetched'));
  const caughtUp = new Promise<void>((resolve) => events.once('cron:started', () => resolve()));
  const count = async (work: () => Promise<void>): Promise<void> => {
    running++;
    try {
      await work();
    } finally {
      running--;
    }
  };
  const givenUp = untilGivenUp(events, () => running);
  try {
    const runner = await run({
      pgPool: pool,
      taskList: taskList(deps, { workerId: () => queue!.id, count, stopping: stopping.signal }),
      parsedCronItems: crontab(deps.schedules, deps.leastCatchUp),
      concurrency,
      pollInterval: pollMs,
      noHandleSignals: true,
      preset: noteEndsInBatches,
      events,
      logger: queueLogger(log),
    });
    return {
      id: queue!.id,
      running: () => running,
      caughtUp,
      ended: Promise.race([runner.promise, givenUp]),
      finish: () => {
        stopping.abort();
        return runner.stop('the worker stops');
      },
      abandon: async () => {
        // The runner's own kill() does nothing once it is stopping.
        await queue?.forcefulShutdown(interrupted);
      },
      async close() {
        // One that has given up without a word still has its schedule.
        runner.stop().catch(() => {});
        await closePool(pool);
      },
    };
  } catch (error) {
    await closePool(pool);
    throw error;
  }
}

/**
 * Rejects when the queue gives up because the end of a job could not be noted, and the jobs in work have ended. Its own promise then settles
 * only if no other end failed to be noted meanwhile: it counts those wrong, and waits for ever.
 */
function untilGivenUp(events: WorkerEvents, running: () => number): Promise<never> {
  const givenUp = once(events, 'pool:fatalError').then(async ([{ error }]) => {
    while (running() > 0) await sleep(100);
    await sleep(lastEndsMs);
    throw error;
  });
  // Nobody waits for it where the session could not be opened.
  givenUp.catch(() => {});
  return givenUp;
}

type Around = {
  workerId: () => string;
  count: (work: () => Promise<void>) => Promise<void>;
  stopping: AbortSignal;
};

function taskList(deps: WorkerDeps, { workerId, count, stopping }: Around): TaskList {
  const tasks: TaskList = {};
  for (const name of taskNames) {
    tasks[name] = (payload, { job }) =>
      count(() =>
        runRecorded({ ...deps, workerId: workerId() }, job, () =>
          perform({ ...deps, stopping }, name, withoutTick(payload)),
        ),
      );
  }
  return tasks;
}

function perform<T extends TaskName>(
  deps: WorkerDeps & { stopping: AbortSignal },
  task: T,
  payload: unknown,
): Promise<unknown> {
  const handler: Handler<T> = deps.handlers[task];
  return handler(parsePayload(task, payload), { ...deps, now: deps.clock.now() });
}

async function closePool(pool: pg.Pool): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, closeWithinMs);
  });
  await Promise.race([pool.end().catch(() => {}), late]);
  clearTimeout(timer);
}
