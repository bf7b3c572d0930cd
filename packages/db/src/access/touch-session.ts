import type { Db } from '../client.ts';

/** Takes note that a session is in use. */
export async function touchSession(db: Db, { id, at }: { id: number; at: number }): Promise<void> {
  await db.session.updateMany({
    where: { id, lastSeenAt: { lt: new Date(at) } },
    data: { lastSeenAt: new Date(at) },
  });
}
