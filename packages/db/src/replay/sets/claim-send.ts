import type { DbOrTx } from '../../client.ts';

/** A request that is about to leave. */
export type Claimed = { id: number; snapshotId: number };

/**
 * Takes the next request of a run off its outbox. One statement on the pool, so it is committed when this returns, before the request
 * leaves: no other attempt will send it, whatever becomes of this one.
 * @returns null when none is left in this pass, or the run is not to run or no longer this attempt's.
 */
export async function claimSend(
  db: DbOrTx,
  { setRunId, pass, lease }: { setRunId: number; pass: number; lease: string },
): Promise<Claimed | null> {
  const run = String(setRunId);
  const [row] = await db.$queryRaw<{ id: bigint; snapshotId: bigint }[]>`
    UPDATE replay_sends SET status = 'sending', lease = ${lease}, updated_at = now()
    WHERE id = (
        SELECT id FROM replay_sends WHERE set_run_id = ${run}::bigint AND status = 'pending' AND pass = ${pass}::int
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
      AND EXISTS (
        SELECT 1 FROM replay_set_runs AS run
        WHERE run.id = ${run}::bigint AND run.status = 'running' AND run.lease = ${lease} AND run.deleted_at IS NULL)
    RETURNING id, snapshot_id AS "snapshotId"`;
  return row ? { id: Number(row.id), snapshotId: Number(row.snapshotId) } : null;
}
