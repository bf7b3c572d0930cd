import type { DbOrTx } from '../client.ts';

/** Batches of samples that are in no window yet, and how long the oldest of them has waited, seconds; null without any. */
export async function unmergedBatches(db: DbOrTx): Promise<{ count: number; oldestAge: number | null }> {
  const [row] = await db.$queryRaw<{ count: number; oldestAge: number | null }[]>`
    SELECT count(*)::int AS count, extract(epoch FROM now() - min(created_at))::float8 AS "oldestAge"
    FROM metric_batches WHERE processed_at IS NULL`;
  return row!;
}
