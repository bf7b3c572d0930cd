import type { Invitation, Member } from '@apiscope/core/access/member-schema';
import type { Role } from '@apiscope/core/access/schema';
import { Prisma } from '../client.ts';
import { wireTime } from '../sql/wire.ts';

/** What is asked of a member; the time of the latest session that stands included. */
export const memberColumns = Prisma.sql`
  id, email, name, role, created_at AS "createdAt",
  (SELECT max(last_seen_at) FROM sessions WHERE member_id = members.id AND expires_at > now()) AS "lastSeenAt"`;

export type MemberRow = {
  id: number;
  email: string;
  name: string;
  role: Role;
  createdAt: Date;
  lastSeenAt: Date | null;
};

/** The wire form of a stored member. */
export function toMember({ createdAt, lastSeenAt, ...rest }: MemberRow): Member {
  return { ...rest, last_seen_at: wireTime(lastSeenAt), created_at: wireTime(createdAt) };
}

export const invitationColumns = Prisma.sql`
  id, email, role, created_by AS "createdBy", expires_at AS "expiresAt", created_at AS "createdAt"`;

export type InvitationRow = {
  id: number;
  email: string;
  role: Role;
  createdBy: string;
  expiresAt: Date;
  createdAt: Date;
};

/** The wire form of a stored invitation. */
export function toInvitation({ createdBy, expiresAt, createdAt, ...rest }: InvitationRow): Invitation {
  return {
    ...rest,
    created_by: createdBy,
    expires_at: wireTime(expiresAt),
    created_at: wireTime(createdAt),
  };
}
