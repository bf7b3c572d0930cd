import type { Db } from '../client.ts';

/** What is kept of a member's password, by their address; null when they have none, or nobody has the address. */
export async function findPassword(db: Db, email: string): Promise<string | null> {
  const [account] = await db.$queryRaw<{ password: string | null }[]>`
    SELECT a.password FROM accounts a JOIN members m ON m.id = a.member_id
    WHERE m.email = ${email} AND a.provider_id = 'credential'`;
  return account?.password ?? null;
}
