import { coarsestWithin, coverRange, type TimeRange } from '@apiscope/core/metrics/window';
import { type DbOrTx, Prisma } from '../client.ts';

export type CountedBucket = {
  id: number;
  severity: number;
  /** Start of the bucket, milliseconds since the UTC epoch. */
  start: number;
  count: number;
};

/**
 * The lines of patterns by severity and bucket of `windowSize` seconds, empty ones left out: from the coarsest counters that no
 * edge of a bucket or of the range cuts, so that no line is read.
 * @param range whole minutes
 */
export async function countBuckets(
  db: DbOrTx,
  { ids, range, windowSize }: { ids: readonly number[]; range: TimeRange; windowSize: number },
): Promise<CountedBucket[]> {
  const parts = coverRange(range, coarsestWithin(windowSize));
  if (parts.length === 0 || ids.length === 0) return [];
  const selects = parts.map(
    ({ resolution, start, end }) => Prisma.sql`
      SELECT pattern_id, severity, bucket, count FROM log_counts
      WHERE resolution = ${resolution} AND bucket >= ${new Date(start)} AND bucket < ${new Date(end)}
        AND pattern_id = ANY (${[...ids]}::int[])`,
  );
  const rows = await db.$queryRaw<{ id: number; severity: number; start: Date; count: number }[]>`
    SELECT pattern_id AS id, severity, date_bin(make_interval(secs => ${windowSize}), bucket, 'epoch') AS start,
      sum(count)::float8 AS count
    FROM (${Prisma.join(selects, ' UNION ALL ')}) AS counted
    GROUP BY 1, 2, 3 HAVING sum(count) > 0`;
  return rows.map(({ start, ...row }) => ({ ...row, start: start.getTime() }));
}
