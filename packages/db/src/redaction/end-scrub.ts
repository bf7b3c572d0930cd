import type { DbOrTx } from '../client.ts';

/** A scrub has come to its end. */
export async function endScrub(db: DbOrTx, run: number): Promise<void> {
  await db.$executeRaw`
    UPDATE scrub_runs SET status = 'done', error = NULL, finished_at = now(), updated_at = now()
    WHERE id = ${String(run)}::bigint AND status = 'running'`;
}

/** An attempt has failed, and is tried again. */
export async function noteScrubError(
  db: DbOrTx,
  { run, error }: { run: number; error: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE scrub_runs SET error = ${error}, updated_at = now() WHERE id = ${String(run)}::bigint AND status = 'running'`;
}
