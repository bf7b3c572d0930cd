import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/** Forgets histograms of which no point came since `before`, milliseconds since the UTC epoch. */
export function forgetSeries(db: Db, before: number, rest: Rest): Promise<number> {
  const where = Prisma.sql`updated_at < ${new Date(before)}`;
  return deleteInBatches(db, { table: 'histogram_series', where }, rest);
}
