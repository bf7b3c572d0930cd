import { fail, type OpenDatabase, type Outcome, ok, warn } from './check.ts';

/** A due job that has waited longer says that the workers don't keep up, seconds. */
const longestWait = 300;

/** Whether a worker was seen lately, and how long the oldest job that is due has waited. */
export async function checkQueue({ db, isRunning, kind }: OpenDatabase): Promise<Outcome> {
  const { listWorkers, queueStats } = await import('../../packages/db/src/jobs/job-stats.ts');
  const { depth, oldestAge, stuck } = await queueStats(db);
  const workers = await listWorkers(db);
  const alive = workers.filter((worker) => worker.alive).length;
  const wait = Math.round(oldestAge ?? 0);
  const says = `${alive} workers alive, ${depth} jobs due${depth > 0 ? `, the oldest for ${wait} s` : ''}${stuck > 0 ? `, ${stuck} stuck` : ''}`;
  if (!isRunning) return ok(`${says}: they wait until it is started`);
  const lastSeen = workers[0] ? `; the last was seen ${workers[0].seenAt}` : '';
  if (alive === 0 && (kind === 'embedded' || wait > longestWait))
    return fail(`${says}${lastSeen}`, 'start a worker: npm start keeps one running');
  if (alive === 0) return warn(`${says}${lastSeen}`, 'npm start keeps a worker running');
  if (wait > longestWait || stuck > 0)
    return warn(says, 'see /dashboard/worker for jobs that fail; raise WORKER_CONCURRENCY or add a worker');
  return ok(says);
}
