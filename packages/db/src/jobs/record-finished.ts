import type { JobStatus } from '@apiscope/core/jobs/schema';
import { type DbOrTx, Prisma } from '../client.ts';

/** Which attempt of which job: an attempt that was given up for dead may not overwrite the one that followed it. */
export type Attempt = { id: number; attempt: number };

/** When the queue tries a failed job again: after e, e², … seconds, as its own functions say. */
const nextAttempt = Prisma.sql`greatest(now(), run_at) + exp(least(attempts, 10)) * interval '1 second'`;

/** Notes that an attempt succeeded. `duration` in milliseconds. */
export async function recordSucceeded(
  db: DbOrTx,
  { id, attempt }: Attempt,
  { result, duration }: { result: unknown; duration: number },
): Promise<void> {
  await db.$executeRaw`
    UPDATE job_runs SET status = 'succeeded', result = ${JSON.stringify(result ?? null)}::jsonb, error = NULL,
      duration = ${duration}::float8, finished_at = now(), updated_at = now()
    WHERE job_id = ${String(id)}::bigint AND attempts = ${attempt}::int`;
}

/**
 * Notes that an attempt failed.
 * @param error redacted text. @param duration milliseconds.
 * @returns `failed` when the job will be tried again, `dead` when this was its last attempt.
 */
export async function recordFailed(
  db: DbOrTx,
  { id, attempt }: Attempt,
  { error, duration }: { error: string; duration: number },
): Promise<Extract<JobStatus, 'failed' | 'dead'> | null> {
  const [row] = await db.$queryRaw<{ status: 'failed' | 'dead' }[]>`
    UPDATE job_runs SET status = CASE WHEN attempts >= max_attempts THEN 'dead' ELSE 'failed' END, result = NULL,
      run_at = CASE WHEN attempts >= max_attempts THEN run_at ELSE ${nextAttempt} END, error = ${error}, duration = ${duration}::float8, finished_at = now(), updated_at = now()
    WHERE job_id = ${String(id)}::bigint AND attempts = ${attempt}::int RETURNING status`;
  return row?.status ?? null;
}
