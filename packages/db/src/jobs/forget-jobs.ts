import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';

/** Forgets jobs that ended before `before`, milliseconds since the UTC epoch; dead ones leave the queue too. @returns how many. */
export async function forgetJobs(db: Db, before: number): Promise<number> {
  const ended = Prisma.sql`finished_at < ${new Date(before)} AND status IN ('succeeded', 'dead', 'cancelled')`;
  await db.$queryRaw`
    SELECT count(*) FROM (SELECT graphile_worker.complete_jobs(array_agg(job_id)) FROM job_runs
      WHERE ${ended} AND status = 'dead' HAVING count(*) > 0) AS removed`;
  return deleteInBatches(db, { table: Prisma.sql`job_runs`, key: Prisma.sql`job_id`, where: ended });
}
