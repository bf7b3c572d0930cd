import type { Member } from '@apiscope/core/access/member-schema';
import type { Role } from '@apiscope/core/access/schema';
import type { Tx } from '../client.ts';
import { memberNotFound } from './delete-member.ts';
import { keepAdmin } from './keep-admin.ts';
import { type MemberRow, memberColumns, toMember } from './member-row.ts';

/** Sets what a member is. @throws AppError NOT_FOUND; CONFLICT when no admin would be left. */
export async function updateRole(tx: Tx, { id, role }: { id: number; role: Role }): Promise<Member> {
  if (role !== 'admin') await keepAdmin(tx, id);
  const [row] = await tx.$queryRaw<MemberRow[]>`
    UPDATE members SET role = ${role}, updated_at = now() WHERE id = ${id} RETURNING ${memberColumns}`;
  if (!row) throw memberNotFound(id);
  return toMember(row);
}
