import type { DbOrTx } from '../../client.ts';

/** Says that an attempt lives. @returns whether it may go on: the run is to run, and still its own. */
export async function keepLease(db: DbOrTx, { id, lease }: { id: number; lease: string }): Promise<boolean> {
  const kept = await db.$executeRaw`
    UPDATE replay_set_runs SET lease_at = now()
    WHERE id = ${String(id)}::bigint AND lease = ${lease} AND status = 'running' AND deleted_at IS NULL`;
  return kept > 0;
}

/** Gives a run back, so that another attempt need not wait for it. */
export async function leaveLease(db: DbOrTx, { id, lease }: { id: number; lease: string }): Promise<void> {
  await db.$executeRaw`
    UPDATE replay_set_runs SET lease = NULL, lease_at = NULL WHERE id = ${String(id)}::bigint AND lease = ${lease}`;
}
