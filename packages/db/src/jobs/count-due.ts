import type { DbOrTx } from '../client.ts';

/** Jobs that are in work or whose time has come, those of schedules included. */
export async function countDue(db: DbOrTx): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts OR locked_at IS NOT NULL`;
  return row!.count;
}
