import { type Db, Prisma } from '../client.ts';
import type { Partition } from '../partitions/list-partitions.ts';
import { isStreamed, partitionedTables } from '../partitions/parents.ts';
import { noteHorizon } from '../stream/note-horizon.ts';
import type { Rest } from './rest.ts';

/** Pages looked through by one statement: some hundreds to a few thousand rows, depending on their size. */
const pagesAtOnce = 64;

export type DayRows = { service: string; rows: number };

/**
 * Deletes the rows of one day that match, a bounded number of pages at a time in the order in which they lie on the disk, so that each
 * is read once and no index has to be walked through what is deleted already. It goes through the parent, whose triggers keep the
 * counters, but names the day, so that each statement opens one partition.
 * @param onDeleted told of each statement's rows.
 */
export async function deleteFromDay(
  db: Db,
  { day: partition, where }: { day: Partition; where: Prisma.Sql },
  { rest, onDeleted }: { rest: Rest; onDeleted: (rows: DayRows[]) => void },
): Promise<void> {
  const { name, table, from, to, pages } = partition;
  const column = Prisma.raw(partitionedTables[table]);
  const day = Prisma.raw(`"${name}"`);
  const note = isStreamed(table)
    ? Prisma.sql`, noted AS (${noteHorizon(table, Prisma.sql`SELECT max(xid) AS xid FROM gone`)})`
    : Prisma.empty;
  const xid = isStreamed(table) ? Prisma.sql`, xid` : Prisma.empty;
  for (let page = 0; page < pages; page += pagesAtOnce) {
    await rest(async () => {
      // The condition is hidden from the planner, which might otherwise take an index for it and walk the whole day. Outside it is asked
      // again of rows that were changed meanwhile.
      const rows = await db.$queryRaw<DayRows[]>`
        WITH gone AS (
          DELETE FROM ${Prisma.raw(table)}
          WHERE ${column} >= ${new Date(from)} AND ${column} < ${new Date(to)} AND (${where}) IS TRUE
            AND ctid = ANY (ARRAY(SELECT ctid FROM ${day}
              WHERE ctid >= ${`(${page},0)`}::tid AND ctid < ${`(${page + pagesAtOnce},0)`}::tid AND (${where}) IS TRUE))
          RETURNING service${xid})${note}
        SELECT service, count(*)::int AS rows FROM gone GROUP BY service`;
      onDeleted(rows);
    });
  }
}
