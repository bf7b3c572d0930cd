import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/** Forgets the ids of batches merged before `before`, milliseconds since the UTC epoch; until then none can count twice. */
export function forgetBatches(db: Db, before: number, rest: Rest): Promise<number> {
  const where = Prisma.sql`created_at < ${new Date(before)} AND processed_at IS NOT NULL`;
  return deleteInBatches(db, { table: 'metric_batches', where }, rest);
}
