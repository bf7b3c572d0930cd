import type { Member } from '@apiscope/core/access/member-schema';
import { AppError } from '@apiscope/core/errors';
import type { Tx } from '../client.ts';
import { keepAdmin } from './keep-admin.ts';
import { type MemberRow, memberColumns, toMember } from './member-row.ts';

/** The 404 of a member. */
export function memberNotFound(id: number): AppError {
  return new AppError('NOT_FOUND', `there is no member ${id}`);
}

/** Removes a member for good, their password and sessions with them. @throws AppError NOT_FOUND; CONFLICT when no admin would be left. */
export async function deleteMember(tx: Tx, { id }: { id: number }): Promise<Member> {
  await keepAdmin(tx, id);
  const [row] = await tx.$queryRaw<
    MemberRow[]
  >`DELETE FROM members WHERE id = ${id} RETURNING ${memberColumns}`;
  if (!row) throw memberNotFound(id);
  return toMember(row);
}
