import type { BatcherStats } from '@apiscope/core/batch/batcher-stats';
import { AppError, type Issue } from '@apiscope/core/errors';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { listWorkers, queueStats } from '@apiscope/db/jobs/job-stats';
import { deafMessage } from '@apiscope/db/stream/hears-notifications';
import type { Deps } from '../deps.ts';
import type { Health } from './schema.ts';
import { within } from './within.ts';

/** A due job that has waited longer says that the workers don't keep up, seconds. */
const longestQueueAge = 300;

type Parts = Health['parts'];
type Part = { status: 'ok' | 'degraded'; message: string | null };

/**
 * Looks at every part once.
 * @throws AppError SERVICE_UNAVAILABLE when the database cannot be reached, naming with it what else suffers.
 */
export async function checkHealth(deps: Deps): Promise<Health> {
  const { batchers, clock, hub } = deps;
  const streams = {
    ...part(
      hub.isListening() ?? true,
      `new rows come late: ${hub.isDeaf() ? deafMessage : 'not connected for notifications'}`,
    ),
    listening: hub.isListening() ?? false,
    clients: hub.logs.clients + hub.metrics.clients,
  };
  const buffers = {
    samples: bufferPart(batchers.samples.stats()),
    snapshots: bufferPart(batchers.snapshots.stats()),
    logs: bufferPart(batchers.logs.stats()),
  };
  const database = await within(readDatabase(deps)).catch((cause: unknown) => {
    throw new AppError('SERVICE_UNAVAILABLE', 'the database cannot be reached', {
      issues: issuesOf({ streams, ...buffers }),
      retryAfter: 5,
      cause,
    });
  });
  const parts: Parts = { ...database, streams, buffers };
  const all: Part[] = [parts.database, parts.queue, parts.worker, parts.streams, ...Object.values(buffers)];
  return {
    status: all.every(({ status }) => status === 'ok') ? 'ok' : 'degraded',
    checkedAt: printTimestamp(clock.now()),
    parts,
  };
}

async function readDatabase({
  db,
  database,
  clock,
}: Deps): Promise<Pick<Parts, 'database' | 'queue' | 'worker'>> {
  const startedAt = clock.monotonic();
  await database.ping();
  const latency = clock.monotonic() - startedAt;
  // Not the counts of history: they cost more the longer it is kept, and anybody may ask here.
  const { depth, oldestAge, stuck } = await queueStats(db);
  const workers = await listWorkers(db);
  const alive = workers.filter((worker) => worker.alive).length;
  const late = (oldestAge ?? 0) > longestQueueAge;
  return {
    database: { status: 'ok', message: null, latency },
    queue: {
      ...part(
        !late && stuck === 0,
        late ? `a job has been due for ${Math.round(oldestAge ?? 0)} s` : `${stuck} jobs are stuck`,
      ),
      depth,
      oldestAge,
    },
    worker: { ...part(alive > 0, 'no worker has given a sign of life lately'), alive },
  };
}

function bufferPart({ buffered, flushed, dropped, lastError }: BatcherStats): Parts['buffers']['samples'] {
  const message =
    dropped > 0 ? `${dropped} items were dropped` : 'the last delivery failed and is tried again';
  return { ...part(dropped === 0 && lastError === undefined, message), buffered, flushed, dropped };
}

function part(ok: boolean, message: string): Part {
  return ok ? { status: 'ok', message: null } : { status: 'degraded', message };
}

function issuesOf(parts: Record<string, Part>): Issue[] {
  const suffering = Object.entries(parts).filter(([, { status }]) => status !== 'ok');
  return [
    { path: 'database', message: 'cannot be reached' },
    ...suffering.map(([path, { message }]) => ({ path, message: message ?? '' })),
  ];
}
