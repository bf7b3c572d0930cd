import type { Invitation } from '@apiscope/core/access/member-schema';
import type { Db } from '../client.ts';
import { type InvitationRow, invitationColumns, toInvitation } from './member-row.ts';

/** Invitations that were not taken up, those that are too old included, by address. */
export async function listInvitations(db: Db): Promise<Invitation[]> {
  const rows = await db.$queryRaw<
    InvitationRow[]
  >`SELECT ${invitationColumns} FROM invitations ORDER BY email`;
  return rows.map(toInvitation);
}
