import { type Db, Prisma } from '../client.ts';
import { type Dropped, dropPartitionsBefore } from '../partitions/drop-partitions.ts';
import { listPartitions } from '../partitions/list-partitions.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';

/** What retention did: partitions dropped whole, and rows deleted around pinned ones. */
export type ExpiredSnapshots = { dropped: Dropped[]; deleted: number };

const isPinned = Prisma.sql`pinned AND deleted_at IS NULL`;

/**
 * Lets go of the snapshots of all days that lie before `before`, but for pinned ones. A day without any is dropped whole; a day that
 * has some keeps its partition, where a pinned row stays as cheap to find as before, and loses its other rows in batches.
 */
export async function expireSnapshots(db: Db, before: number): Promise<ExpiredSnapshots> {
  const dropped = await dropPartitionsBefore(db, 'request_snapshots', before, { keepWhere: isPinned });
  let deleted = 0;
  for (const { name, to } of await listPartitions(db, 'request_snapshots')) {
    if (to > before) break;
    const partition = Prisma.raw(`"${name}"`);
    deleted += await deleteInBatches(db, {
      table: partition,
      key: Prisma.sql`id`,
      where: Prisma.sql`NOT (${isPinned})`,
    });
  }
  return { dropped, deleted };
}
