import type { Invitation } from '@apiscope/core/access/member-schema';
import type { Role } from '@apiscope/core/access/schema';
import { AppError } from '@apiscope/core/errors';
import type { Tx } from '../client.ts';
import { type InvitationRow, invitationColumns, toInvitation } from './member-row.ts';

/** An invitation to be stored, by what is kept of its token. */
export type NewInvitation = {
  email: string;
  role: Role;
  hash: Uint8Array<ArrayBuffer>;
  createdBy: string;
  /** Milliseconds since the UTC epoch. */
  expiresAt: number;
};

/** Invites somebody; an earlier invitation of the address stops counting. @throws AppError CONFLICT when it is a member's already. */
export async function createInvitation(
  tx: Tx,
  { email, role, hash, createdBy, expiresAt }: NewInvitation,
): Promise<Invitation> {
  const [row] = await tx.$queryRaw<InvitationRow[]>`
    INSERT INTO invitations (email, role, hash, created_by, expires_at)
    SELECT ${email}, ${role}, ${hash}, ${createdBy}, ${new Date(expiresAt)}
    WHERE NOT EXISTS (SELECT FROM members WHERE email = ${email})
    ON CONFLICT (email) DO UPDATE SET role = EXCLUDED.role, hash = EXCLUDED.hash, created_by = EXCLUDED.created_by,
      expires_at = EXCLUDED.expires_at, created_at = now()
    RETURNING ${invitationColumns}`;
  if (row) return toInvitation(row);
  const message = 'is a member’s address already';
  throw new AppError('CONFLICT', `email: ${message}`, { issues: [{ path: 'email', message }] });
}
