import type { Tx } from '../client.ts';

/**
 * Takes note of a batch in the transaction that stores it. Whoever comes second waits for the first to end.
 * @returns false when it was taken before: nothing of it may be stored again.
 */
export async function claimBatch(tx: Tx, id: string): Promise<boolean> {
  const added = await tx.$executeRaw`
    INSERT INTO ingest_batches (id) VALUES (${id}::uuid) ON CONFLICT (id) DO NOTHING`;
  return added === 1;
}
