import { type Db, inTransaction, Prisma, type Tx } from '../client.ts';
import { sqlState } from '../sql/sql-state.ts';
import { noteHorizon } from '../stream/note-horizon.ts';
import type { Partition } from './list-partitions.ts';
import { companionsOf, isStreamed } from './parents.ts';

/**
 * Longest wait for the users of the table, during which further ones queue up behind us. It is below `deadlock_timeout` (1 s), so that
 * in a circle of waiting it is this who gives up and never an insert.
 */
const lockTimeout = '400ms';

/** `busy`: somebody used the table all the time. `kept`: the day is needed after all. */
export type DropOutcome = 'dropped' | 'busy' | 'kept';

/**
 * Drops one day of a table and of its companions. While it is locked, nothing is counted or read through: inserts wait for some milliseconds and then go on, and one
 * into the dropped day makes it again (`withPartitions`). A cursor of its stream before its newest transaction is known to have a gap.
 * @param isWhole asked under the lock, when no row can arrive any more: whether the whole day may go. Also the place to note what goes.
 */
export async function dropPartition(
  db: Db,
  { name, table }: Pick<Partition, 'name' | 'table'>,
  isWhole: (tx: Tx) => Promise<boolean>,
): Promise<DropOutcome> {
  const companions = companionsOf(table);
  const day = Prisma.raw(`"${name}"`);
  try {
    return await inTransaction(db, async (tx) => {
      await tx.$executeRawUnsafe(`SET LOCAL lock_timeout = '${lockTimeout}'`);
      // In the order in which inserts lock them, parents first: the other way round two could wait for each other.
      for (const each of [table, ...companions])
        await tx.$executeRaw`LOCK TABLE ONLY ${Prisma.raw(each)} IN ACCESS EXCLUSIVE MODE`;
      await tx.$executeRaw`LOCK TABLE ${day} IN ACCESS EXCLUSIVE MODE`;
      if (!(await isWhole(tx))) return 'kept';
      if (isStreamed(table))
        await tx.$executeRaw`${noteHorizon(table, Prisma.sql`SELECT xid FROM ${day} ORDER BY xid DESC LIMIT 1`)}`;
      for (const companion of companions)
        await tx.$executeRaw`DROP TABLE IF EXISTS ${Prisma.raw(`"${name.replace(table, companion)}"`)}`;
      await tx.$executeRaw`DROP TABLE ${day}`;
      return 'dropped';
    });
  } catch (error) {
    if (sqlState(error) === '55P03') return 'busy';
    throw error;
  }
}
