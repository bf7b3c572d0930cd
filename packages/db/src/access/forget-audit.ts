import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/** Deletes lines of the audit log from before `before`, milliseconds since the UTC epoch. @returns how many. */
export function forgetAudit(db: Db, before: number, rest: Rest): Promise<number> {
  return deleteInBatches(
    db,
    { table: 'audit_log', where: Prisma.sql`created_at < ${new Date(before)}` },
    rest,
  );
}
