import { type Db, Prisma } from '../client.ts';
import type { Rest } from './rest.ts';

/** Rows deleted at a time: short statements, so that nobody waits long behind one. */
export const batchSize = 2_000;

/**
 * Deletes the rows of a table without partitions that match, a bounded number at a time.
 * @param table a constant of the caller.
 * @returns number of rows deleted.
 */
export async function deleteInBatches(
  db: Db,
  { table, where }: { table: string; where: Prisma.Sql },
  rest: Rest,
): Promise<number> {
  const name = Prisma.raw(table);
  // Asked again of rows that were changed meanwhile, but hidden from the planner, so that it goes straight to the rows and to no index.
  return untilFewer((add) =>
    rest(async () => {
      add(
        await db.$executeRaw`
          DELETE FROM ${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${name} WHERE ${where} LIMIT ${batchSize})) AND (${where}) IS TRUE`,
      );
    }),
  );
}

/** Repeats a batch until one comes back with fewer rows than it could have had. @returns all of them. */
export async function untilFewer(batch: (add: (rows: number) => void) => Promise<void>): Promise<number> {
  let total = 0;
  for (;;) {
    let rows = 0;
    await batch((more) => {
      rows += more;
    });
    total += rows;
    if (rows < batchSize) return total;
  }
}
