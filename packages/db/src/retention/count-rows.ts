import { type DbOrTx, Prisma } from '../client.ts';
import type { Partition } from '../partitions/list-partitions.ts';

/** Pages read of each table where an estimate is enough; below that the figure is exact. */
export const sampledPages = 64;

/** Rows of a day by service; estimated when only a sample of its pages was read. */
export type DayCount = { services: { service: string; rows: number }[]; rows: number; isEstimated: boolean };

/**
 * Counts the rows of days by service, in their order.
 * @param pages about so many pages of each day are read at most; of a larger one a sample, the same one each time.
 */
export async function countDays(
  db: DbOrTx,
  days: readonly Partition[],
  { pages }: { pages: number },
): Promise<DayCount[]> {
  if (days.length === 0) return [];
  const shares = days.map((day) => Math.min(1, pages / Math.max(1, day.pages)));
  const selects = days.map(
    ({ name }, place) => Prisma.sql`
      SELECT ${place}::int AS place, service, count(*) AS rows FROM ${Prisma.raw(`"${name}"`)} ${sample(shares[place]!)} GROUP BY service`,
  );
  const rows = await db.$queryRaw<
    { place: number; service: string; rows: bigint }[]
  >`${Prisma.join(selects, ' UNION ALL ')}`;
  const counts = shares.map((share): DayCount => ({ services: [], rows: 0, isEstimated: share < 1 }));
  for (const row of rows) {
    const count = counts[row.place]!;
    const found = Math.round(Number(row.rows) / shares[row.place]!);
    count.services.push({ service: row.service, rows: found });
    count.rows += found;
  }
  return counts;
}

/** Counts the rows of a table without days in the same way. @param table a constant of the caller. */
export async function countTable(
  db: DbOrTx,
  table: string,
  { pages }: { pages: number },
): Promise<Pick<DayCount, 'rows' | 'isEstimated'>> {
  const [size] = await db.$queryRaw<{ pages: number }[]>`
    SELECT (pg_relation_size(${table}::regclass) / current_setting('block_size')::int)::int AS pages`;
  const share = Math.min(1, pages / Math.max(1, size!.pages));
  const [row] = await db.$queryRaw<{ rows: bigint }[]>`
    SELECT count(*) AS rows FROM ${Prisma.raw(table)} ${sample(share)} WHERE deleted_at IS NULL`;
  return { rows: Math.round(Number(row!.rows) / share), isEstimated: share < 1 };
}

function sample(share: number): Prisma.Sql {
  return share < 1 ? Prisma.sql`TABLESAMPLE SYSTEM (${share * 100}::real) REPEATABLE (0)` : Prisma.empty;
}
