import type { DbOrTx } from '../client.ts';

/** Notes that a job was taken out of the queue before it ran. */
export async function recordCancelled(db: DbOrTx, id: number): Promise<void> {
  await db.$executeRaw`
    UPDATE job_runs SET status = 'cancelled', finished_at = now(), updated_at = now()
    WHERE job_id = ${String(id)}::bigint`;
}
