import { AppError } from '@apiscope/core/errors';
import type { Tx } from '../client.ts';
import { hasMembers } from './has-members.ts';
import { insertMember, type NewMember } from './insert-member.ts';

/**
 * Makes the first member, an admin. Two that come at once take turns, so that the second finds the first.
 * @throws AppError FORBIDDEN when there is a member.
 */
export async function createFirstMember(tx: Tx, first: Omit<NewMember, 'role'>): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('apiscope.first_member'))`;
  if (await hasMembers(tx))
    throw new AppError('FORBIDDEN', 'somebody has signed up before you; ask an admin for an invitation');
  return insertMember(tx, { ...first, role: 'admin' });
}
