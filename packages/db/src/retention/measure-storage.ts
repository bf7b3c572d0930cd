import { isByService, type RetentionKind, type RetentionStorage } from '@apiscope/core/retention/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { readPartitions } from '../partitions/list-partitions.ts';
import { partitionedTables } from '../partitions/parents.ts';
import { wireTime } from '../sql/wire.ts';
import { countDays, countTable, sampledPages } from './count-rows.ts';
import { dayTables } from './day-tables.ts';
import { softlyDeleted } from './purge-deleted.ts';

/** Tables that go with a kind and have no days. */
const besideDays = {
  logs: ['log_patterns'],
  snapshots: ['replay_runs'],
  metrics: ['metric_batches'],
  traces: ['traces'],
} as const;

/** How much there is of a kind. Row numbers of large tables are taken from a sample of their pages. */
export async function measureStorage(db: DbOrTx, kind: RetentionKind): Promise<RetentionStorage> {
  if (kind === 'jobs') return measureJobs(db);
  if (!isByService(kind)) return measureDeleted(db);
  const { table } = dayTables[kind];
  const { days, counts } = await readPartitions(db, table, async (days) => ({
    days,
    counts: await countDays(db, days, { pages: sampledPages }),
  }));
  const time = Prisma.raw(partitionedTables[table]);
  const minutesOnly = table === 'metrics_minutes' ? Prisma.sql`AND resolution = 60` : Prisma.empty;
  const [oldest] = await db.$queryRaw<{ at: Date }[]>`
    SELECT ${time} AS at FROM ${Prisma.raw(table)} WHERE deleted_at IS NULL ${minutesOnly} ORDER BY ${time} LIMIT 1`;
  return {
    bytes: days.reduce((sum, { bytes }) => sum + bytes, await sizeOf(db, besideDays[kind])),
    rows: counts.reduce((sum, { rows }) => sum + rows, 0),
    rowsAreEstimated: counts.some(({ isEstimated }) => isEstimated),
    oldest: wireTime(oldest?.at ?? null),
    partitions: days.length,
  };
}

/** Bytes of the whole database on disk. */
export async function measureDatabase(db: DbOrTx): Promise<number> {
  const [size] = await db.$queryRaw<
    { bytes: bigint }[]
  >`SELECT pg_database_size(current_database()) AS bytes`;
  return Number(size!.bytes);
}

async function measureJobs(db: DbOrTx): Promise<RetentionStorage> {
  const { rows, isEstimated } = await countTable(db, 'job_runs', { pages: sampledPages });
  const [oldest] = await db.$queryRaw<{ at: Date }[]>`
    SELECT created_at AS at FROM job_runs WHERE deleted_at IS NULL ORDER BY created_at LIMIT 1`;
  return {
    bytes: await sizeOf(db, ['job_runs']),
    rows,
    rowsAreEstimated: isEstimated,
    oldest: wireTime(oldest?.at ?? null),
    partitions: null,
  };
}

async function measureDeleted(db: DbOrTx): Promise<RetentionStorage> {
  const selects = softlyDeleted.map(
    (table) =>
      Prisma.sql`SELECT count(*) AS rows, min(deleted_at) AS at FROM ${Prisma.raw(table)} WHERE deleted_at IS NOT NULL`,
  );
  const [found] = await db.$queryRaw<{ rows: bigint; at: Date | null }[]>`
    SELECT sum(rows)::bigint AS rows, min(at) AS at FROM (${Prisma.join(selects, ' UNION ALL ')}) AS counted`;
  return {
    bytes: null,
    rows: Number(found!.rows),
    rowsAreEstimated: false,
    oldest: wireTime(found!.at),
    partitions: null,
  };
}

async function sizeOf(db: DbOrTx, tables: readonly string[]): Promise<number> {
  const [size] = await db.$queryRaw<{ bytes: bigint }[]>`
    SELECT sum(pg_total_relation_size(name::regclass))::bigint AS bytes FROM unnest(${[...tables]}::text[]) AS named (name)`;
  return Number(size!.bytes);
}
