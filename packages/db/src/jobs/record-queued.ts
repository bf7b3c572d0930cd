import type { DbOrTx } from '../client.ts';

export type QueuedJob = {
  id: number;
  task: string;
  /** Redacted. */
  payload: unknown;
  maxAttempts: number;
  priority: number;
  jobKey: string | null;
  runAt: Date;
};

/** Enters a job that was put into the queue, or put there anew under its key. */
export async function recordQueued(
  db: DbOrTx,
  { id, task, payload, maxAttempts, priority, jobKey, runAt }: QueuedJob,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO job_runs (job_id, task, status, payload, max_attempts, priority, job_key, run_at)
    VALUES (${String(id)}::bigint, ${task}, 'queued', ${JSON.stringify(payload)}::jsonb, ${maxAttempts}::int,
            ${priority}::int, ${jobKey}, ${runAt})
    ON CONFLICT (job_id) DO UPDATE SET status = 'queued', payload = excluded.payload, result = NULL, error = NULL,
      attempts = 0, max_attempts = excluded.max_attempts, priority = excluded.priority, run_at = excluded.run_at,
      worker_id = NULL, duration = NULL, started_at = NULL, finished_at = NULL, updated_at = now()`;
  // The queue lets a running job end when its key is given to another one, but never tries it again.
  if (jobKey !== null)
    await db.$executeRaw`
      UPDATE job_runs SET max_attempts = attempts, updated_at = now()
      WHERE job_key = ${jobKey} AND status = 'running' AND job_id <> ${String(id)}::bigint`;
}
