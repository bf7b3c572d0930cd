import { type Db, inTransaction, Prisma } from '../client.ts';
import { listPartitions, type Partition } from './list-partitions.ts';
import { companions, type PartitionedTable } from './parents.ts';

export type Dropped = { name: string; rows: number; bytes: number };

/** Milliseconds to wait for readers of the table before giving up until the next run, so that no insert queues up behind us. */
const lockTimeout = '2s';

/**
 * Drops the partitions whose whole day lies before `before`, oldest first, each in a transaction of its own.
 * Notes the newest transaction among the dropped rows, so that a stream cursor at or before it is known to have a gap.
 * @param keepWhere a partition that has such a row stays as it is.
 */
export async function dropPartitionsBefore(
  db: Db,
  table: PartitionedTable,
  before: number,
  { keepWhere }: { keepWhere?: Prisma.Sql } = {},
): Promise<Dropped[]> {
  const expired = (await listPartitions(db, table)).filter(({ to }) => to <= before);
  const dropped: Dropped[] = [];
  for (const partition of expired) {
    const gone = await dropPartition(db, partition, keepWhere);
    if (gone) dropped.push(gone);
  }
  return dropped;
}

async function dropPartition(
  db: Db,
  { name, table, bytes }: Partition,
  keepWhere: Prisma.Sql | undefined,
): Promise<Dropped | null> {
  const child = Prisma.raw(`"${name}"`);
  return inTransaction(db, async (tx) => {
    await tx.$executeRawUnsafe(`SET LOCAL lock_timeout = '${lockTimeout}'`);
    const [count] = await tx.$queryRaw<{ rows: number }[]>`SELECT count(*)::int AS rows FROM ${child}`;
    // From here on nobody writes to it, so the newest transaction is known; the index answers at once.
    await tx.$executeRaw`LOCK TABLE ${child} IN ACCESS EXCLUSIVE MODE`;
    if (keepWhere) {
      const kept = await tx.$queryRaw<unknown[]>`SELECT 1 FROM ${child} WHERE ${keepWhere} LIMIT 1`;
      if (kept.length > 0) return null;
    }
    await tx.$executeRaw`
      INSERT INTO stream_horizons AS horizon (stream, xid) SELECT ${table}, max(xid) FROM ${child} HAVING count(*) > 0
      ON CONFLICT (stream) DO UPDATE SET xid = greatest(horizon.xid, excluded.xid), updated_at = now()`;
    for (const companion of companions[table] ?? [])
      await tx.$executeRaw`DROP TABLE IF EXISTS ${Prisma.raw(`"${name.replace(table, companion)}"`)}`;
    await tx.$executeRaw`DROP TABLE ${child}`;
    return { name, rows: count?.rows ?? 0, bytes };
  });
}
