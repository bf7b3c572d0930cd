import type { Invitation } from '@apiscope/core/access/member-schema';
import type { Db } from '../client.ts';
import { invitationUnknown } from './accept-invitation.ts';
import { type InvitationRow, invitationColumns, toInvitation } from './member-row.ts';

/** The invitation that a token opens. @throws AppError FORBIDDEN when there is none that stands. */
export async function findInvitation(
  db: Db,
  { hash, now }: { hash: Uint8Array<ArrayBuffer>; now: number },
): Promise<Invitation> {
  const [row] = await db.$queryRaw<InvitationRow[]>`
    SELECT ${invitationColumns} FROM invitations WHERE hash = ${hash} AND expires_at > ${new Date(now)}`;
  if (!row) throw invitationUnknown();
  return toInvitation(row);
}
