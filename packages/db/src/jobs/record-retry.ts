import type { DbOrTx } from '../client.ts';

/** Notes that a job waits with all its attempts before it; the error of the last one stays until the next has ended. */
export async function recordRetry(db: DbOrTx, id: number): Promise<void> {
  await db.$executeRaw`
    UPDATE job_runs SET status = 'queued', attempts = 0, run_at = now(), finished_at = NULL, updated_at = now()
    WHERE job_id = ${String(id)}::bigint`;
}
