import type { Tx } from '../client.ts';

/**
 * Takes note that an import is being stored, under an id made of its content, beside the ids of batches of metrics and for as long.
 * @returns false when it was taken before: nothing may be stored again.
 */
export async function claimImport(
  tx: Tx,
  { id, service }: { id: string; service: string },
): Promise<boolean> {
  const added = await tx.$executeRaw`
    INSERT INTO metric_batches (id, service, sample_count, processed_at)
    VALUES (${id}::uuid, ${service}, 0, now()) ON CONFLICT (id) DO NOTHING`;
  return added === 1;
}
