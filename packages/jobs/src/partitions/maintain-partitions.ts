import { ensurePartitions } from '@apiscope/db/partitions/ensure-partitions';
import { type PartitionedTable, partitionedTables } from '@apiscope/db/partitions/parents';
import type { JobContext } from '../job-context.ts';

const day = 86_400_000;
/** Days for which partitions are made ahead, today included. */
const daysAhead = 4;

/** Makes the partitions of today and the coming days, so that inserts rarely have to. */
export async function maintainPartitions(
  _payload: unknown,
  { db, now }: Pick<JobContext, 'db' | 'now'>,
): Promise<{ made: string[] }> {
  const made: string[] = [];
  for (const table of Object.keys(partitionedTables) as PartitionedTable[])
    made.push(...(await ensurePartitions(db, table, comingDays(now))));
  return { made };
}

/** A moment of each day that should have a partition. */
export function comingDays(now: number): number[] {
  return Array.from({ length: daysAhead }, (_, ahead) => now + ahead * day);
}
