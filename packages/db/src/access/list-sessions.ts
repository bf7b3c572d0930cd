import type { MemberSession } from '@apiscope/core/access/member-schema';
import type { Db } from '../client.ts';
import { wireTime } from '../sql/wire.ts';

/** The sessions of a member that stand, the one used last first. */
export async function listSessions(
  db: Db,
  { memberId, current, now, idleMs }: { memberId: number; current: number; now: number; idleMs: number },
): Promise<MemberSession[]> {
  const rows = await db.session.findMany({
    where: { memberId, expiresAt: { gt: new Date(now) }, lastSeenAt: { gt: new Date(now - idleMs) } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: 100,
  });
  return rows.map(({ id, ipAddress, userAgent, lastSeenAt, expiresAt, createdAt }) => ({
    id,
    address: ipAddress || null,
    user_agent: userAgent || null,
    current: id === current,
    last_seen_at: wireTime(lastSeenAt),
    expires_at: wireTime(expiresAt),
    created_at: wireTime(createdAt),
  }));
}
