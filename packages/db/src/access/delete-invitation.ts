import type { Invitation } from '@apiscope/core/access/member-schema';
import { AppError } from '@apiscope/core/errors';
import type { Tx } from '../client.ts';
import { type InvitationRow, invitationColumns, toInvitation } from './member-row.ts';

/** Takes an invitation back. @throws AppError NOT_FOUND when there is none. */
export async function deleteInvitation(tx: Tx, { id }: { id: number }): Promise<Invitation> {
  const [row] = await tx.$queryRaw<InvitationRow[]>`
    DELETE FROM invitations WHERE id = ${id} RETURNING ${invitationColumns}`;
  if (!row) throw new AppError('NOT_FOUND', `there is no invitation ${id}`);
  return toInvitation(row);
}

/** Takes back what somebody invited who may no more. @returns how many invitations there were. */
export async function deleteInvitationsOf(tx: Tx, createdBy: string): Promise<number> {
  const { count } = await tx.invitation.deleteMany({ where: { createdBy } });
  return count;
}
