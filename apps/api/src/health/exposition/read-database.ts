import { share } from '@apiscope/core/batch/share';
import type { Cron, WorkerHeartbeat } from '@apiscope/core/jobs/schema';
import { listWorkers, queueByTask, type TaskQueue } from '@apiscope/db/jobs/job-stats';
import { unmergedBatches } from '@apiscope/db/metrics/unmerged-batches';
import { listPartitionDays, type PartitionDays } from '@apiscope/db/partitions/list-partition-days';
import { listCrons } from '@apiscope/jobs/list-crons';
import type { Deps } from '../../deps.ts';
import { within } from '../within.ts';

/** Longest wait for the database at a scrape, ms. */
const patience = 2_000;

/** What the tables tell of the queue, its workers, and what waits. */
export type DatabaseState = {
  /** Milliseconds since the epoch at which it was asked for. */
  at: number;
  tasks: TaskQueue[];
  workers: WorkerHeartbeat[];
  crons: Cron[];
  unmerged: { count: number; oldestAge: number | null };
  partitions: PartitionDays;
};

/** `latency`: milliseconds of one round trip, null when there was none in time; `state` is null when it could not be read in time. */
export type DatabaseReading = { latency: number | null; state: DatabaseState | null };

/**
 * Makes the reader of what scrapes tell of the database. A read that outlasts its scrape goes on, and the scrapes after it wait for that
 * one: a database that is slow is never asked twice at a time.
 */
export function createDatabaseReader(deps: Deps): () => Promise<DatabaseReading> {
  const ping = share(() => timePing(deps));
  const read = share(() => readState(deps));
  return async () => {
    const [latency, state] = await Promise.all([inTime(ping()), inTime(read())]);
    return { latency, state: latency === null ? null : state };
  };
}

function inTime<T>(answer: Promise<T>): Promise<T | null> {
  return within(answer, patience).catch(() => null);
}

async function timePing({ database, clock }: Deps): Promise<number> {
  const startedAt = clock.monotonic();
  await database.ping();
  return clock.monotonic() - startedAt;
}

async function readState({ db, clock }: Deps): Promise<DatabaseState> {
  const at = clock.now();
  return {
    at,
    tasks: await queueByTask(db),
    workers: await listWorkers(db),
    crons: await listCrons(db, { now: at }),
    unmerged: await unmergedBatches(db),
    partitions: await listPartitionDays(db),
  };
}
