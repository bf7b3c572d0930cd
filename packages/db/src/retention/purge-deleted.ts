import { type Db, Prisma } from '../client.ts';
import { isMissingTable, listPartitions } from '../partitions/list-partitions.ts';
import { isPartitioned, type PartitionedTable, partitionedTables } from '../partitions/parents.ts';
import { batchSize, deleteInBatches, untilFewer } from './delete-in-batches.ts';
import type { Rest } from './rest.ts';
import type { Tally } from './tally.ts';

/** Tables whose rows can be deleted softly. Patterns are not among them: those go when no log is left that has them. */
export const softlyDeleted = [
  'users',
  'services',
  'endpoints',
  'logs',
  'request_snapshots',
  'replay_runs',
  'metrics_minutes',
  'metrics_hours',
  'metrics_days',
  'spans',
  'traces',
  'job_runs',
  'saved_views',
  'replay_targets',
  'replay_sets',
  'replay_set_runs',
  'replay_sends',
  'api_keys',
  'audit_log',
] as const;

/** What marks a row as deleted before a moment. */
export function deletedBefore(before: number): Prisma.Sql {
  return Prisma.sql`deleted_at < ${new Date(before)}`;
}

/** Deletes for good what was softly deleted before `before`, milliseconds since the UTC epoch; the tally names the rows of each table. */
export async function purgeDeleted(
  db: Db,
  before: number,
  { rest, tally }: { rest: Rest; tally: Tally },
): Promise<void> {
  const where = deletedBefore(before);
  for (const table of softlyDeleted) {
    const rows = isPartitioned(table)
      ? await purgeDays(db, { table, where }, rest)
      : await deleteInBatches(db, { table, where }, rest);
    tally.rows += rows;
    if (rows > 0) tally.others[table] = rows;
  }
}

/** Day by day through the parent, whose triggers keep the counters. */
async function purgeDays(
  db: Db,
  { table, where }: { table: PartitionedTable; where: Prisma.Sql },
  rest: Rest,
): Promise<number> {
  const parent = Prisma.raw(table);
  const column = Prisma.raw(partitionedTables[table]);
  let total = 0;
  for (const { name, from, to } of await listPartitions(db, table)) {
    const day = Prisma.raw(`"${name}"`);
    try {
      total += await untilFewer((add) =>
        rest(async () => {
          add(
            await db.$executeRaw`
              DELETE FROM ${parent} WHERE ${column} >= ${new Date(from)} AND ${column} < ${new Date(to)} AND (${where}) IS TRUE
                AND ctid = ANY (ARRAY(SELECT ctid FROM ${day} WHERE ${where} LIMIT ${batchSize}))`,
          );
        }),
      );
    } catch (error) {
      if (!isMissingTable(error)) throw error;
    }
  }
  return total;
}
