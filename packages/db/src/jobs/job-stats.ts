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
  const [counts, [queue], workers] = [
    await countByStatus(db),
    await db.$queryRaw<QueueRow[]>`
      SELECT count(*) FILTER (WHERE status IN ('queued', 'failed') AND run_at <= now())::int AS depth,
             extract(epoch FROM now() - min(run_at) FILTER (WHERE status IN ('queued', 'failed') AND run_at <= now()))::float8
               AS "oldestAge",
             count(*) FILTER (WHERE status = 'running' AND ${isOrphaned})::int AS stuck
      FROM job_runs WHERE status IN ('queued', 'failed', 'running') AND deleted_at IS NULL`,
    await listWorkers(db),
  ];
  const [ended] = await db.$queryRaw<{ throughput: number; failures: number }[]>`
    SELECT count(*) FILTER (WHERE status IN ('succeeded', 'dead') AND finished_at > ${new Date(now - hour)})::int
             AS throughput,
           count(*) FILTER (WHERE status = 'dead')::int AS failures
    FROM job_runs WHERE finished_at > ${new Date(now - 24 * hour)} AND deleted_at IS NULL`;
  return { counts, ...queue!, throughput: ended!.throughput, failures: ended!.failures, workers };
}

type QueueRow = { depth: number; oldestAge: number | null; stuck: number };

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
