import type { DbOrTx } from '../client.ts';

export type StartedJob = {
  id: number;
  task: string;
  /** Redacted. */
  payload: unknown;
  /** Which attempt this is, from 1. */
  attempt: number;
  maxAttempts: number;
  priority: number;
  jobKey: string | null;
  runAt: Date;
  workerId: string;
};

/** Notes that a worker took up a job; a job of the schedule enters history here. */
export async function recordStarted(db: DbOrTx, job: StartedJob): Promise<void> {
  await db.$executeRaw`
    INSERT INTO job_runs (job_id, task, status, payload, attempts, max_attempts, priority, job_key, worker_id, run_at,
                                 started_at)
    VALUES (${String(job.id)}::bigint, ${job.task}, 'running', ${JSON.stringify(job.payload)}::jsonb, ${job.attempt}::int,
            ${job.maxAttempts}::int, ${job.priority}::int, ${job.jobKey}, ${job.workerId}, ${job.runAt}, now())
    ON CONFLICT (job_id) DO UPDATE SET status = 'running', attempts = excluded.attempts,
      max_attempts = excluded.max_attempts, worker_id = excluded.worker_id, run_at = excluded.run_at,
      started_at = excluded.started_at, finished_at = NULL, duration = NULL, updated_at = now()`;
}
