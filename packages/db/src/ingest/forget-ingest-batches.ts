import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/** Forgets the ids of batches taken in before `before`, milliseconds since the UTC epoch; until then none can be stored twice. */
export function forgetIngestBatches(db: Db, before: number, rest: Rest): Promise<number> {
  const where = Prisma.sql`created_at < ${new Date(before)}`;
  return deleteInBatches(db, { table: 'ingest_batches', where }, rest);
}
