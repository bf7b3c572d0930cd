import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/** Forgets the processes of services that have sent nothing since `before`, milliseconds since the UTC epoch. */
export function forgetSenders(db: Db, before: number, rest: Rest): Promise<number> {
  return deleteInBatches(
    db,
    { table: 'service_senders', where: Prisma.sql`last_seen < ${new Date(before)}` },
    rest,
  );
}
