import type { DbOrTx } from '../client.ts';
import { dayMs, type PartitionedTable } from './parents.ts';

/** A partition and the UTC day it holds. */
export type Partition = { name: string; table: PartitionedTable; from: number; to: number; bytes: number };

/** The partitions of a table, oldest first, with their size on disk including indexes. */
export async function listPartitions(db: DbOrTx, table: PartitionedTable): Promise<Partition[]> {
  const rows = await db.$queryRaw<{ name: string; bytes: bigint }[]>`
    SELECT child.relname::text AS name, pg_total_relation_size(child.oid) AS bytes
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = ${table}::regclass ORDER BY child.relname`;
  return rows.map(({ name, bytes }) => {
    const from = startOf(name);
    return { name, table, from, to: from + dayMs, bytes: Number(bytes) };
  });
}

/** The day is in the name, as ensure_day_partition gives it: `logs_20260131`. */
function startOf(name: string): number {
  const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})$/.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}
