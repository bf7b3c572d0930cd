import type { Db } from '../client.ts';
import { sqlState } from '../sql/sql-state.ts';
import { companionsOf, dayMs, dayOf, type PartitionedTable } from './parents.ts';

/** Days whose partition this process has seen, per pool; a partition dropped since is noticed by its insert failing. */
const seenDays = new WeakMap<Db, Set<string>>();

/**
 * Makes sure that the table and its companions have a partition for the day of each moment. Runs outside any transaction of the caller, because making
 * a partition locks its parent against other makers.
 * @returns names of the partitions of the table that were made now.
 */
export async function ensurePartitions(
  db: Db,
  table: PartitionedTable,
  moments: Iterable<number>,
): Promise<string[]> {
  const seen = seenDays.get(db) ?? new Set<string>();
  seenDays.set(db, seen);
  const days = daysOf(moments).filter((day) => !seen.has(`${table} ${day}`));
  const made: string[] = [];
  for (const day of days) {
    for (const each of [table, ...companionsOf(table)]) {
      const [row] = await db.$queryRaw<
        { made: boolean }[]
      >`SELECT ensure_day_partition(${each}, ${day}::date) AS made`;
      if (row?.made && each === table) made.push(`${table}_${day.replaceAll('-', '')}`);
    }
    seen.add(`${table} ${day}`);
  }
  return made;
}

/** The days of some moments, in order. Rows are many and days few, so moments are brought together before they become text. */
function daysOf(moments: Iterable<number>): string[] {
  const days = new Set<number>();
  for (const moment of moments) days.add(Math.floor(moment / dayMs) * dayMs);
  return [...days].sort((a, b) => a - b).map(dayOf);
}

/**
 * Runs an insert whose rows fall on the given moments; when retention dropped one of their partitions since it was last seen, makes
 * it again and tries once more. A run of retention drops a day once at most, so an insert of late rows meets it once a day of theirs.
 */
export async function withPartitions<T>(
  db: Db,
  { table, moments }: { table: PartitionedTable; moments: readonly number[] },
  insert: () => Promise<T>,
): Promise<T> {
  const tries = 2 + daysOf(moments).length;
  for (let tried = 1; ; tried++) {
    await ensurePartitions(db, table, moments);
    try {
      return await insert();
    } catch (error) {
      if (!isMissingPartition(error) || tried === tries) throw error;
      seenDays.delete(db);
    }
  }
}

/** check_violation, which other checks have too: they fail again on every try. */
function isMissingPartition(error: unknown): boolean {
  return sqlState(error) === '23514';
}
