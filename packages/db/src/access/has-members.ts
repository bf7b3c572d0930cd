import type { DbOrTx } from '../client.ts';

/** Whether anybody has signed up. */
export async function hasMembers(db: DbOrTx): Promise<boolean> {
  const [row] = await db.$queryRaw<{ found: boolean }[]>`SELECT EXISTS (SELECT FROM members) AS found`;
  return row!.found;
}
