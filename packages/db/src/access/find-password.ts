import type { Db } from '../client.ts';

/** What is kept of a member's password; null when they have none. */
export async function findPassword(db: Db, memberId: number): Promise<string | null> {
  const account = await db.account.findFirst({ where: { memberId, providerId: 'credential' } });
  return account?.password ?? null;
}
