import type { Tx } from '../client.ts';

/**
 * Makes sure that a session that was just made was made with the password that holds by now. One that was changed while it was checked
 * ended the sessions before this one was there. The password is locked, so that a change under way is waited for and a later one finds
 * the session. @returns false when it is not that one any more, or the member is gone; the session is gone then too.
 */
export async function confirmSession(
  tx: Tx,
  { token, password }: { token: string; password: string | null },
): Promise<boolean> {
  const [account] = await tx.$queryRaw<{ password: string | null }[]>`
    SELECT a.password FROM accounts a JOIN sessions s ON s.member_id = a.member_id
    WHERE s.token = ${token} AND a.provider_id = 'credential' FOR SHARE OF a`;
  if (account !== undefined && account.password === password) return true;
  await tx.session.deleteMany({ where: { token } });
  return false;
}
