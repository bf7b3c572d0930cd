import type { SetSend } from '@apiscope/core/replay/set-run-schema';
import type { DbOrTx } from '../../client.ts';

/** What came of a request. */
export type Settled = Pick<SetSend, 'runId' | 'statusCode' | 'duration' | 'changedPaths' | 'error'> & {
  status: 'equal' | 'different' | 'failed' | 'refused' | 'interrupted';
};

/** Writes down what came of a request that this attempt sent; one that was given up as interrupted meanwhile stays so. */
export async function settleSend(
  db: DbOrTx,
  { id, lease, settled }: { id: number; lease: string; settled: Settled },
): Promise<void> {
  const { status, runId, statusCode, duration, changedPaths, error } = settled;
  await db.$executeRaw`
    UPDATE replay_sends SET status = ${status}, run_id = ${runId === null ? null : String(runId)}::bigint,
      status_code = ${statusCode}::int, duration = ${duration}::float8, changed_paths = ${changedPaths}::text[],
      error = ${error}, updated_at = now()
    WHERE id = ${String(id)}::bigint AND status = 'sending' AND lease = ${lease}`;
}
