import { hostname } from 'node:os';
import { beat, staleAfterSeconds } from '@apiscope/db/jobs/heartbeat';
import { queueStats } from '@apiscope/db/jobs/job-stats';
import { releaseDeadWorkers } from '@apiscope/db/jobs/release-dead-workers';
import type { WorkerDeps } from './deps.ts';
import type { Session } from './session.ts';

/** Every so many heartbeats the queue is searched for jobs of workers that are gone. */
const searchEvery = 3;
/** And every so many, once a minute, the log says how the queue is doing: alarms and graphs are made from that line. */
const reportEvery = 12;

/**
 * Beats for a session until it is told to stop, and frees the jobs of workers that have stopped beating. That is left to workers
 * which have themselves beaten without a break for as long as it takes to count as gone: after an outage of the database every
 * heartbeat is old, and those that live come first.
 */
export function keepAlive(
  { db, log, clock, beatMs = 5_000, staleSeconds = staleAfterSeconds }: WorkerDeps,
  session: Session,
): { stop(): Promise<void> } {
  let steadySince: number | null = null;
  let beats = 0;
  let turns = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const once = async (): Promise<void> => {
    await beat(db, { id: session.id, hostname: hostname(), pid: process.pid, running: session.running() });
    if (steadySince === null && beats > 0) log.info('the database is back');
    steadySince ??= clock.monotonic();
    if (turns++ % reportEvery === 0) {
      const { depth, oldestAge, stuck } = await queueStats(db);
      log.info({ queue: { depth, oldestAge: oldestAge ?? 0, stuck } }, 'queue');
    }
    const isSteady = clock.monotonic() - steadySince >= staleSeconds * 1_000;
    if (!isSteady || beats++ % searchEvery !== 0) return;
    const released = await releaseDeadWorkers(db, staleSeconds);
    if (released.workers.length > 0) log.warn(released, 'jobs of workers that are gone were freed');
  };
  const loop = async (): Promise<void> => {
    try {
      await once();
    } catch (error) {
      if (steadySince !== null || beats === 0)
        log.error({ err: error }, 'the database cannot be reached; trying on');
      steadySince = null;
      beats++;
    }
    if (!stopped) timer = setTimeout(schedule, beatMs);
  };
  let current = loop();
  const schedule = (): void => {
    current = loop();
  };
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
