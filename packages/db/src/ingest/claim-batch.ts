import { safeText } from '@apiscope/core/logs/safe-json';
import { batchIdOf } from '../batch-id.ts';
import type { Tx } from '../client.ts';

/**
 * Takes note of a batch in the transaction that stores it. Whoever comes second waits for the first to end.
 * @param service whose sender made up the id, so that none can take that of another service's batch; null for an id of Apiscope's own
 * @returns false when it was taken before: nothing of it may be stored again.
 */
export async function claimBatch(tx: Tx, id: string, service: string | null = null): Promise<boolean> {
  const owner = service === null ? null : safeText(service);
  if (await addBatch(tx, id, owner)) return true;
  const [taken] = await tx.$queryRaw<{ isOther: boolean | null }[]>`
    SELECT service <> ${owner}::text AS "isOther" FROM ingest_batches WHERE id = ${id}::uuid`;
  return taken?.isOther === true && addBatch(tx, idBeside(id, owner!), owner);
}

/** The id under which a batch is known whose own is that of another service's. */
export function idBeside(id: string, service: string): string {
  return batchIdOf(['batch', service, id]);
}

async function addBatch(tx: Tx, id: string, service: string | null): Promise<boolean> {
  const added = await tx.$executeRaw`
    INSERT INTO ingest_batches (id, service) VALUES (${id}::uuid, ${service}::text) ON CONFLICT (id) DO NOTHING`;
  return added === 1;
}
