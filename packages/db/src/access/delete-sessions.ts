import type { DbOrTx } from '../client.ts';

/** Ends sessions of a member: the one with `id`, or all. @returns how many there were. */
export async function deleteSessions(
  db: DbOrTx,
  { memberId, id }: { memberId: number; id?: number },
): Promise<number> {
  const { count } = await db.session.deleteMany({ where: { memberId, ...(id !== undefined && { id }) } });
  return count;
}
