import type { Job, JobStatus } from '@apiscope/core/jobs/schema';
import { Prisma } from '../client.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';
import { staleAfterSeconds } from './heartbeat.ts';

/** Columns of a job that may be seen. Freshness of heartbeats is judged by the clock of the database, which also wrote them. */
export const jobColumns = Prisma.raw(
  `job_id AS id, task, status, payload, result, error, attempts, max_attempts AS "maxAttempts", priority, job_key AS "jobKey",
   worker_id AS "workerId", duration, run_at AS "runAt", started_at AS "startedAt", finished_at AS "finishedAt",
   created_at AS "createdAt", updated_at AS "updatedAt",
   status = 'running' AND NOT EXISTS (
     SELECT 1 FROM worker_heartbeats AS worker
     WHERE worker.id = worker_id AND worker.seen_at > now() - interval '${staleAfterSeconds} seconds') AS stuck`,
);

/** Bytes of the columns that are not small. */
export const jobWeight = Prisma.raw(
  `octet_length(payload::text) + coalesce(octet_length(result::text), 0) + coalesce(octet_length(error), 0)`,
);

export type JobRow = {
  id: bigint;
  task: string;
  status: JobStatus;
  payload: unknown;
  result: unknown;
  error: string | null;
  attempts: number;
  maxAttempts: number;
  priority: number;
  jobKey: string | null;
  workerId: string | null;
  duration: number | null;
  runAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  stuck: boolean;
};

/** The wire form of a job. */
export function toJob({ id, runAt, startedAt, finishedAt, createdAt, updatedAt, ...row }: JobRow): Job {
  return {
    ...row,
    id: wireNumber(id),
    runAt: wireTime(runAt),
    startedAt: wireTime(startedAt),
    finishedAt: wireTime(finishedAt),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}
