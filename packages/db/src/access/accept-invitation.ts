import type { Role } from '@apiscope/core/access/schema';
import { AppError } from '@apiscope/core/errors';
import type { Tx } from '../client.ts';
import { insertMember, type NewMember } from './insert-member.ts';

/** Says nothing of why: that would help to guess. */
export const invitationUnknown = () =>
  new AppError('FORBIDDEN', 'the invitation is not known; it may be used, taken back or too old');

/**
 * Takes an invitation up: it is gone with the member made. @returns whom it was for.
 * @throws AppError FORBIDDEN when there is none that stands; CONFLICT when its address is a member's already.
 */
export async function acceptInvitation(
  tx: Tx,
  {
    hash,
    now,
    ...given
  }: { hash: Uint8Array<ArrayBuffer>; now: number } & Pick<NewMember, 'name' | 'passwordHash'>,
): Promise<{ id: number; email: string; role: Role }> {
  const [found] = await tx.$queryRaw<{ email: string; role: Role }[]>`
    DELETE FROM invitations WHERE hash = ${hash} AND expires_at > ${new Date(now)} RETURNING email, role`;
  if (!found) throw invitationUnknown();
  return { ...found, id: await insertMember(tx, { ...given, ...found }) };
}
