import type { Db, Prisma } from '../client.ts';

/** Rows deleted at a time: short statements, so that nobody waits long behind one. */
const batchSize = 2_000;

/**
 * Deletes the rows that match, a bounded number at a time.
 * @param key unique columns of the table, constants of the caller.
 * @returns number of rows deleted.
 */
export async function deleteInBatches(
  db: Db,
  { table, key, where }: { table: Prisma.Sql; key: Prisma.Sql; where: Prisma.Sql },
): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await db.$executeRaw`
      DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${where} LIMIT ${batchSize})`;
    total += deleted;
    if (deleted < batchSize) return total;
  }
}
