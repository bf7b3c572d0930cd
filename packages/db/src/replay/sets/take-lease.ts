import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import { type Db, inTransaction, Prisma } from '../../client.ts';
import { getSetRun } from './get-set-run.ts';
import { leaseSeconds, type SetRunRow, setRunColumns, toSetRun } from './set-run-row.ts';

/** What came of asking for a run: it is ours, another attempt has it still, or there is nothing to do. */
export type Taken = { outcome: 'ours'; run: SetRun } | { outcome: 'held' } | { outcome: 'over'; run: SetRun };

/**
 * Takes a run for one attempt of its job. Requests that an earlier attempt had begun and not settled are `interrupted` from then on:
 * whether they left is unknown, so they are never sent again.
 * @param lease name of the attempt.
 */
export function takeLease(db: Db, { id, lease }: { id: number; lease: string }): Promise<Taken> {
  return inTransaction(db, async (tx) => {
    const [row] = await tx.$queryRaw<SetRunRow[]>(Prisma.sql`
      UPDATE replay_set_runs SET lease = ${lease}, lease_at = now(), status = 'running', updated_at = now(),
        started_at = coalesce(started_at, now())
      WHERE id = ${String(id)}::bigint AND deleted_at IS NULL AND status IN ('queued', 'running')
        AND (lease IS NULL OR lease_at < now() - make_interval(secs => ${leaseSeconds}::float8))
      RETURNING ${setRunColumns}`);
    if (!row) {
      const run = await getSetRun(tx, id);
      return run.status === 'queued' || run.status === 'running'
        ? { outcome: 'held' }
        : { outcome: 'over', run };
    }
    await tx.$executeRaw`
      UPDATE replay_sends SET status = 'interrupted', updated_at = now(),
        error = 'the worker stopped while it was sent; it may have arrived, and is not sent again'
      WHERE set_run_id = ${String(id)}::bigint AND status = 'sending'`;
    return { outcome: 'ours', run: toSetRun(row) };
  });
}
