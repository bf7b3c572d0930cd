import type { DbOrTx } from '../client.ts';
import { sqlState } from '../sql/sql-state.ts';
import { companionsOf, dayMs, type PartitionedTable } from './parents.ts';

/** A partition and the UTC day it holds. */
export type Partition = {
  name: string;
  table: PartitionedTable;
  from: number;
  to: number;
  /** On disk, including indexes and the same day of the table's companions. */
  bytes: number;
  /** Of the rows alone, in the pages of the database. */
  pages: number;
};

/** The partitions of a table, oldest first, with their size. */
export async function listPartitions(db: DbOrTx, table: PartitionedTable): Promise<Partition[]> {
  // One that is dropped while it is measured has no size any more.
  const rows = await db.$queryRaw<{ name: string; bytes: bigint; pages: number }[]>`
    SELECT child.relname::text AS name,
           (SELECT coalesce(sum(pg_total_relation_size(to_regclass(each.name || right(child.relname, 9)))), 0)::bigint
            FROM unnest(${[table, ...companionsOf(table)]}::text[]) AS each (name)) AS bytes,
           coalesce(pg_relation_size(child.oid) / current_setting('block_size')::int, 0)::int AS pages
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = ${table}::regclass ORDER BY child.relname`;
  return rows.map(({ name, bytes, pages }) => {
    const from = startOf(name);
    return { name, table, from, to: from + dayMs, bytes: Number(bytes), pages };
  });
}

/** Times that days are listed anew because one of them is gone. */
const tries = 3;

/** Lists the partitions and reads them; once more with a new list when one was dropped meanwhile. */
export async function readPartitions<T>(
  db: DbOrTx,
  table: PartitionedTable,
  read: (days: Partition[]) => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    const days = await listPartitions(db, table);
    try {
      return await read(days);
    } catch (error) {
      if (!isMissingTable(error) || tried === tries) throw error;
    }
  }
}

/** The day is in the name, as ensure_day_partition gives it: `logs_20260131`. */
export function startOf(name: string): number {
  const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})$/.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** A partition was dropped between being listed and being looked into. */
export function isMissingTable(error: unknown): boolean {
  return sqlState(error) === '42P01';
}
