import type { DbOrTx } from '../client.ts';
import { startOf } from './list-partitions.ts';
import { dayMs, dayOf, type PartitionedTable, partitionedTables } from './parents.ts';

/** The UTC days, milliseconds since the epoch, that each table has a partition for, oldest first. */
export type PartitionDays = Record<PartitionedTable, number[]>;

/** Lists the days of every partitioned table; without their sizes, for which every file would be looked at. */
export async function listPartitionDays(db: DbOrTx): Promise<PartitionDays> {
  const tables = Object.keys(partitionedTables) as PartitionedTable[];
  const rows = await db.$queryRaw<{ table: PartitionedTable; name: string }[]>`
    SELECT parent.relname::text AS "table", child.relname::text AS name
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
    WHERE inhparent = ANY (${tables}::regclass[]) ORDER BY child.relname`;
  const days = Object.fromEntries(tables.map((table) => [table, [] as number[]])) as PartitionDays;
  for (const { table, name } of rows) days[table].push(startOf(name));
  return days;
}

/** How many of the days that follow today's have a partition, up to the first that lacks one. */
export function countDaysAhead(days: readonly number[], now: number): number {
  const made = new Set(days.map(dayOf));
  let ahead = 0;
  while (made.has(dayOf(now + (ahead + 1) * dayMs))) ahead++;
  return ahead;
}
