import type { DbOrTx } from '../client.ts';

/** Whether the tables of the queue are there, without which nothing that is sent can be taken in. */
export async function hasQueue(db: DbOrTx): Promise<boolean> {
  const [row] = await db.$queryRaw<{ is_there: boolean }[]>`
    SELECT to_regnamespace('graphile_worker') IS NOT NULL AS is_there`;
  return row!.is_there;
}
