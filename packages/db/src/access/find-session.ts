import type { Role } from '@apiscope/core/access/schema';
import type { Db } from '../client.ts';

/** A session and whose it is, as they are needed to judge a caller. Times are milliseconds since the UTC epoch. */
export type StoredSession = {
  id: number;
  member: { id: number; email: string; name: string; role: Role };
  lastSeenAt: number;
  expiresAt: number;
};

/** The session with this token; null when there is none. */
export async function findSession(db: Db, token: string): Promise<StoredSession | null> {
  const [row] = await db.$queryRaw<
    (StoredSession['member'] & { sessionId: number; lastSeenAt: Date; expiresAt: Date })[]
  >`
    SELECT s.id AS "sessionId", s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt", m.id, m.email, m.name, m.role
    FROM sessions s JOIN members m ON m.id = s.member_id WHERE s.token = ${token}`;
  if (!row) return null;
  const { sessionId, lastSeenAt, expiresAt, ...member } = row;
  return { id: sessionId, member, lastSeenAt: lastSeenAt.getTime(), expiresAt: expiresAt.getTime() };
}
