import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';

/** Forgets the ids of batches merged before `before`, milliseconds since the UTC epoch; until then none can count twice. */
export function forgetBatches(db: Db, before: number): Promise<number> {
  return deleteInBatches(db, {
    table: Prisma.sql`metric_batches`,
    key: Prisma.sql`id`,
    where: Prisma.sql`created_at < ${new Date(before)} AND processed_at IS NOT NULL`,
  });
}
