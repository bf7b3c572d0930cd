import type { DbOrTx } from '../client.ts';

export type NewJob = {
  task: string;
  /** As its handler will get it. */
  payload: unknown;
  /** The payload as history keeps it. */
  redactedPayload: unknown;
  maxAttempts: number;
  /** Milliseconds before the first attempt. */
  delay: number;
  /** A waiting job with the same key is replaced and keeps its id. */
  jobKey: string | null;
  priority: number;
};

/**
 * Puts a job into the queue and its row into history, in one statement: a worker may take the job up as soon as it is committed, and
 * must find the row. @returns id of the job.
 */
export async function addJob(db: DbOrTx, job: NewJob): Promise<number> {
  const { task, maxAttempts, jobKey, priority } = job;
  // The queue lets a running job end when its key is given to another one, but never tries it again.
  const [added] = await db.$queryRaw<{ id: bigint }[]>`
    WITH job AS (
      SELECT id, run_at FROM graphile_worker.add_job(
        identifier => ${task}::text, payload => ${JSON.stringify(job.payload)}::json,
        run_at => now() + make_interval(secs => ${job.delay / 1_000}::float8), max_attempts => ${maxAttempts}::int,
        job_key => ${jobKey}::text, priority => ${priority}::int)
    ), superseded AS (
      UPDATE job_runs SET max_attempts = attempts, updated_at = now()
      WHERE job_key = ${jobKey}::text AND status = 'running' AND job_id <> (SELECT id FROM job)
    )
    INSERT INTO job_runs (job_id, task, status, payload, max_attempts, priority, job_key, run_at)
    SELECT id, ${task}::text, 'queued', ${JSON.stringify(job.redactedPayload)}::jsonb, ${maxAttempts}::int, ${priority}::int,
           ${jobKey}::text, run_at
    FROM job
    ON CONFLICT (job_id) DO UPDATE SET status = 'queued', payload = excluded.payload, result = NULL, error = NULL,
      attempts = 0, max_attempts = excluded.max_attempts, priority = excluded.priority, run_at = excluded.run_at,
      worker_id = NULL, duration = NULL, started_at = NULL, finished_at = NULL, updated_at = now()
    RETURNING job_id AS id`;
  return Number(added!.id);
}
