import type { Tx } from '../client.ts';
import { deleteSessions } from './delete-sessions.ts';

/**
 * Sets a password in place of the one that was checked, and ends every session of the member. @returns false, having done nothing, when
 * it is not that one any more.
 */
export async function updatePassword(
  tx: Tx,
  { memberId, from, to }: { memberId: number; from: string; to: string },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE accounts SET password = ${to}, updated_at = now()
    WHERE member_id = ${memberId} AND provider_id = 'credential' AND password = ${from}`;
  if (count === 0) return false;
  await deleteSessions(tx, { memberId });
  return true;
}
