import { type Db, Prisma } from '../client.ts';
import { batchSize, untilFewer } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/** What marks a job as one that ended before a moment; one that will be tried again has not ended. */
export function endedBefore(before: number): Prisma.Sql {
  return Prisma.sql`finished_at < ${new Date(before)} AND status IN ('succeeded', 'dead', 'cancelled')`;
}

/**
 * Forgets jobs that ended before `before`, milliseconds since the UTC epoch, a bounded number at a time; dead ones leave the queue too.
 * @returns how many.
 */
export async function forgetJobs(db: Db, before: number, rest: Rest): Promise<number> {
  const ended = endedBefore(before);
  return untilFewer((add) =>
    rest(async () => {
      const [gone] = await db.$queryRaw<{ rows: number }[]>`
        WITH gone AS (
          DELETE FROM job_runs WHERE (${ended}) IS TRUE
            AND ctid = ANY (ARRAY(SELECT ctid FROM job_runs WHERE ${ended} ORDER BY finished_at LIMIT ${batchSize}))
          RETURNING job_id, status),
        left_queue AS (
          SELECT count(*) FROM (SELECT array_agg(job_id) AS ids FROM gone WHERE status = 'dead') AS dead
          CROSS JOIN LATERAL graphile_worker.complete_jobs(dead.ids))
        SELECT count(*)::int AS rows FROM gone, left_queue`;
      add(gone!.rows);
    }),
  );
}
