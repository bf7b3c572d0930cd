import {
  type JobStatus,
  jobStatuses,
  type WorkerHeartbeat,
  type WorkerStats,
} from '@apiscope/core/jobs/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { wireTime } from '../sql/wire.ts';
import { staleAfterSeconds } from './heartbeat.ts';

/** What the tables know of the queue; which tasks there are is in the catalogue of the jobs package. */
export type JobStats = Omit<WorkerStats, 'tasks'>;

const hour = 3_600_000;

/** Counts, depth, throughput and workers. A job is due when its time has come and no worker has it. */
export async function jobStats(db: DbOrTx, { now }: { now: number }): Promise<JobStats> {
  const [counts, queue, workers] = [await countByStatus(db), await queueStats(db), await listWorkers(db)];
  const [ended] = await db.$queryRaw<{ throughput: number; failures: number }[]>`
    SELECT count(*) FILTER (WHERE status IN ('succeeded', 'dead') AND finished_at > ${new Date(now - hour)})::int
             AS throughput,
           count(*) FILTER (WHERE status = 'dead')::int AS failures
    FROM job_runs WHERE finished_at > ${new Date(now - 24 * hour)} AND deleted_at IS NULL`;
  return { counts, ...queue, throughput: ended!.throughput, failures: ended!.failures, workers };
}

/** Jobs of one task that are not done with, each counted once; `oldestAge` in seconds. */
export type TaskQueue = {
  task: string;
  /** Due, and no worker has them: tried before or not. */
  ready: number;
  /** Not due yet, and never tried. */
  scheduled: number;
  /** Failed, and not due to be tried again yet. */
  failed: number;
  running: number;
  /** Held by workers that are gone. */
  stuck: number;
  /** Given up, and kept in history. */
  dead: number;
  /** How long the oldest of those ready has been due; null without any. */
  oldestAge: number | null;
};

/** Which states have jobs of which task; tasks without any are left out. By the clock of the database. */
export function queueByTask(db: DbOrTx): Promise<TaskQueue[]> {
  const isDue = Prisma.sql`status IN ('queued', 'failed') AND run_at <= now()`;
  return db.$queryRaw<TaskQueue[]>`
    SELECT task, count(*) FILTER (WHERE ${isDue})::int AS ready,
           count(*) FILTER (WHERE status = 'queued' AND run_at > now())::int AS scheduled,
           count(*) FILTER (WHERE status = 'failed' AND run_at > now())::int AS failed,
           count(*) FILTER (WHERE status = 'running' AND NOT ${isOrphaned})::int AS running,
           count(*) FILTER (WHERE status = 'running' AND ${isOrphaned})::int AS stuck,
           count(*) FILTER (WHERE status = 'dead')::int AS dead,
           extract(epoch FROM now() - min(run_at) FILTER (WHERE ${isDue}))::float8 AS "oldestAge"
    FROM job_runs WHERE status IN ('queued', 'failed', 'running', 'dead') AND deleted_at IS NULL GROUP BY task`;
}

/** Jobs that are due, seconds that the oldest of them has been, and jobs held by workers that are gone. */
export async function queueStats(
  db: DbOrTx,
): Promise<{ depth: number; oldestAge: number | null; stuck: number }> {
  const tasks = await queueByTask(db);
  const ages = tasks.flatMap(({ oldestAge }) => oldestAge ?? []);
  return {
    depth: tasks.reduce((sum, { ready }) => sum + ready, 0),
    oldestAge: ages.length === 0 ? null : Math.max(...ages),
    stuck: tasks.reduce((sum, { stuck }) => sum + stuck, 0),
  };
}

const isOrphaned = Prisma.raw(
  `NOT EXISTS (SELECT 1 FROM worker_heartbeats AS worker
               WHERE worker.id = worker_id AND worker.seen_at > now() - interval '${staleAfterSeconds} seconds')`,
);

async function countByStatus(db: DbOrTx): Promise<Record<JobStatus, number>> {
  const rows = await db.$queryRaw<{ status: JobStatus; count: number }[]>`
    SELECT status, count(*)::int AS count FROM job_runs WHERE deleted_at IS NULL GROUP BY status`;
  const counts = Object.fromEntries(jobStatuses.map((status) => [status, 0])) as Record<JobStatus, number>;
  for (const { status, count } of rows) counts[status] = count;
  return counts;
}

/** Every worker whose heartbeat is kept, those seen last first; alive when it was seen lately, by the clock of the database. */
export async function listWorkers(db: DbOrTx): Promise<WorkerHeartbeat[]> {
  const rows = await db.$queryRaw<
    {
      id: string;
      hostname: string;
      pid: number;
      running: number;
      startedAt: Date;
      seenAt: Date;
      alive: boolean;
    }[]
  >`
    SELECT id, hostname, pid, running, started_at AS "startedAt", seen_at AS "seenAt",
           seen_at > now() - make_interval(secs => ${staleAfterSeconds}::float8) AS alive
    FROM worker_heartbeats ORDER BY seen_at DESC, id`;
  return rows.map((row) => ({
    ...row,
    startedAt: wireTime(row.startedAt),
    seenAt: wireTime(row.seenAt),
    running: row.alive ? row.running : 0,
  }));
}
