import { type Db, inTransaction } from '../../client.ts';

/**
 * Ends a run whose requests have all had their turn: it passes when every answer is equal. What a run learnt goes to its set.
 * @param learned of a run to learn from, the paths that differ by themselves; else null.
 * @returns whether it was this attempt's to end.
 */
export function finishSetRun(
  db: Db,
  { id, lease, learned }: { id: number; lease: string; learned: string[] | null },
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const run = String(id);
    const [ended] = await tx.$queryRaw<{ setId: number }[]>`
      UPDATE replay_set_runs SET status = 'done', finished_at = now(), updated_at = now(), lease = NULL, lease_at = NULL,
        learned = ${learned ?? []}::text[],
        verdict = CASE WHEN kind = 'learn' THEN NULL
          WHEN EXISTS (SELECT 1 FROM replay_sends WHERE set_run_id = ${run}::bigint AND status <> 'equal') THEN 'fail' ELSE 'pass' END
      WHERE id = ${run}::bigint AND lease = ${lease} AND status = 'running' AND deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM replay_sends WHERE set_run_id = ${run}::bigint AND status = 'pending')
      RETURNING set_id AS "setId"`;
    if (!ended) return false;
    // One that an attempt claimed in the moment it lost the run; nobody will settle it for the run any more.
    await tx.$executeRaw`
      UPDATE replay_sends SET status = 'interrupted', error = 'its outcome came too late for the run', updated_at = now()
      WHERE set_run_id = ${run}::bigint AND status = 'sending'`;
    if (learned !== null)
      await tx.$executeRaw`
        UPDATE replay_sets SET noise_paths = ${learned}::text[], learned_at = now(), updated_at = now()
        WHERE id = ${ended.setId}::int AND deleted_at IS NULL`;
    return true;
  });
}
