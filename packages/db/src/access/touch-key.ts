import type { Db } from '../client.ts';

/** Keys in use are noted to this, so that a busy one is not a row written for every request, ms. */
const precisionMs = 60_000;

/** Takes note that a key is in use, to the minute. */
export async function touchKey(
  db: Db,
  { id, lastUsedAt, at }: { id: number; lastUsedAt: number | null; at: number },
): Promise<void> {
  if (lastUsedAt !== null && lastUsedAt >= at - precisionMs) return;
  await db.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(at - precisionMs) } }] },
    data: { lastUsedAt: new Date(at) },
  });
}
