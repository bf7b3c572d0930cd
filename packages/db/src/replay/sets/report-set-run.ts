import type { SetReport, SetRun } from '@apiscope/core/replay/set-run-schema';
import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import type { DbOrTx } from '../../client.ts';
import { type SendRow, sendColumns, toSend } from './send-row.ts';

/** Everything that came of a run, with every request of it: 20,000 at most. */
export async function reportSetRun(
  db: DbOrTx,
  { run, set }: { run: SetRun; set: Pick<ReplaySet, 'id' | 'name' | 'service'> },
): Promise<SetReport> {
  const rows = await db.$queryRaw<SendRow[]>`
    SELECT ${sendColumns} FROM replay_sends WHERE set_run_id = ${String(run.id)}::bigint AND deleted_at IS NULL ORDER BY id`;
  return {
    set: { id: set.id, name: set.name, service: set.service },
    runId: run.id,
    target: run.target,
    verdict: run.verdict,
    total: run.total,
    counts: run.counts,
    ignored: run.ignored,
    requests: rows.map((row) => {
      const { snapshotId, pass, endpoint, status, changedPaths, runId, error } = toSend(row);
      return { snapshotId, pass, endpoint, status, changedPaths, runId, error };
    }),
  };
}
