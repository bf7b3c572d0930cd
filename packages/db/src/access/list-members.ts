import type { Member } from '@apiscope/core/access/member-schema';
import type { Db } from '../client.ts';
import { type MemberRow, memberColumns, toMember } from './member-row.ts';

/** Everybody who may sign in, by address. */
export async function listMembers(db: Db): Promise<Member[]> {
  const rows = await db.$queryRaw<MemberRow[]>`SELECT ${memberColumns} FROM members ORDER BY email`;
  return rows.map(toMember);
}
