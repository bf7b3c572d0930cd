import { describeDatabase } from '@apiscope/db/health/describe-database';
import { listWorkers, queueStats } from '@apiscope/db/jobs/job-stats';
import { listPartitionDays } from '@apiscope/db/partitions/list-partition-days';
import { dayOf } from '@apiscope/db/partitions/parents';
import type { JobContext } from '../job-context.ts';
import { comingDays } from '../partitions/maintain-partitions.ts';

/** A due job that has waited longer says that the workers don't keep up, seconds. */
const longestWait = 300;

export type HealthReport = {
  status: 'ok' | 'degraded';
  /** What is wrong, in words. */
  problems: string[];
  /** Version of PostgreSQL, and milliseconds of one question to it. */
  database: { version: string; duration: number };
  /** `oldestAge` in seconds. */
  queue: { depth: number; oldestAge: number | null; stuck: number };
  workers: { alive: number; gone: number };
  /** Days ahead that lack a partition, as `table day`. */
  missingPartitions: string[];
};

/** Looks at the database, the queue, the workers and the partitions ahead. What is wrong is in the result; the job itself succeeds. */
export async function checkHealth(
  _payload: unknown,
  { db, log, clock, now }: JobContext,
): Promise<HealthReport> {
  const startedAt = clock.monotonic();
  const { version } = await describeDatabase(db);
  const duration = clock.monotonic() - startedAt;
  const { depth, oldestAge, stuck } = await queueStats(db);
  const workers = await listWorkers(db);
  const missingPartitions = await findMissing(db, now);
  const alive = workers.filter((worker) => worker.alive).length;
  const problems = [
    ...((oldestAge ?? 0) > longestWait ? [`a job has been due for ${Math.round(oldestAge ?? 0)} s`] : []),
    ...(stuck > 0 ? [`${stuck} jobs are held by a worker that is gone`] : []),
    ...(missingPartitions.length > 0 ? [`${missingPartitions.length} partitions ahead are missing`] : []),
    ...(alive === 0 ? ['no worker has given a sign of life lately'] : []),
  ];
  if (problems.length > 0) log.warn({ problems }, 'the health check found problems');
  return {
    status: problems.length === 0 ? 'ok' : 'degraded',
    problems,
    database: { version, duration },
    queue: { depth, oldestAge, stuck },
    workers: { alive, gone: workers.length - alive },
    missingPartitions,
  };
}

async function findMissing(db: JobContext['db'], now: number): Promise<string[]> {
  const wanted = comingDays(now).map(dayOf);
  return Object.entries(await listPartitionDays(db)).flatMap(([table, days]) => {
    const made = new Set(days.map(dayOf));
    return wanted.filter((day) => !made.has(day)).map((day) => `${table} ${day}`);
  });
}
