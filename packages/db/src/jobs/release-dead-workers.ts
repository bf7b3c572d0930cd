import { type Db, inTransaction } from '../client.ts';
import { staleAfterSeconds } from './heartbeat.ts';

/** Minutes for which a worker that is gone stays listed. */
const listedMinutes = 10;

export type Released = { workers: string[]; jobs: number };

/**
 * Frees the jobs that workers without a heartbeat have locked, so that others take them up: as failed attempts, or as dead where it
 * was the last. Run it on a worker that has itself been seen for a while: after an outage of the database all heartbeats are old.
 * @param staleSeconds age of a heartbeat from which its worker counts as gone.
 */
export function releaseDeadWorkers(db: Db, staleSeconds = staleAfterSeconds): Promise<Released> {
  return inTransaction(db, async (tx) => {
    const rows = await tx.$queryRaw<{ worker: string }[]>`
      SELECT DISTINCT locked_by AS worker FROM graphile_worker.jobs
      WHERE locked_at < now() - make_interval(secs => ${staleSeconds}::float8) AND NOT EXISTS (
        SELECT 1 FROM worker_heartbeats AS alive
        WHERE alive.id = locked_by AND alive.seen_at > now() - make_interval(secs => ${staleSeconds}::float8))`;
    await tx.$executeRaw`
      DELETE FROM worker_heartbeats WHERE seen_at < now() - make_interval(mins => ${listedMinutes}::int)`;
    const workers = rows.map(({ worker }) => worker);
    if (workers.length === 0) return { workers, jobs: 0 };
    const jobs = await recordAbandoned(tx, workers, 'its worker stopped without a word');
    await tx.$executeRaw`SELECT graphile_worker.force_unlock_workers(${workers}::text[])`;
    return { workers, jobs };
  });
}

/** Notes that the running attempts of workers have come to nothing. @returns how many. */
export function recordAbandoned(
  db: Pick<Db, '$executeRaw'>,
  workers: readonly string[],
  reason: string,
): Promise<number> {
  return db.$executeRaw`
    UPDATE job_runs SET status = CASE WHEN attempts >= max_attempts THEN 'dead' ELSE 'failed' END, error = ${reason},
      duration = extract(epoch FROM now() - started_at) * 1000, finished_at = now(), updated_at = now()
    WHERE status = 'running' AND worker_id = ANY (${[...workers]}::text[])`;
}
