import { type LogHistogram, maxHistogramBuckets } from '@apiscope/core/logs/schema';
import { bucketStarts } from '@apiscope/core/metrics/bucket-starts';
import { coarsestWithin } from '@apiscope/core/metrics/window';
import type { Query } from '@apiscope/core/search/filter';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { DbOrTx } from '../client.ts';
import { cappedReason } from './capped-reason.ts';
import { addLines, noLines } from './pattern-row.ts';
import type { SearchLimits } from './search-logs.ts';
import { openTally } from './tally-scope.ts';

/** Widths to choose from, seconds: those that people read with ease. */
const widths = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];
/** Buckets at most where no width is asked for. */
const chosenBuckets = 120;

/**
 * Counts the lines that match filter and search over time, by level, in buckets of `windowSize` seconds without gaps. Without a range it
 * covers where lines are.
 * @throws AppError BAD_REQUEST naming `windowSize` when it makes more than 1,000 buckets.
 */
export async function logHistogram(
  db: DbOrTx,
  query: Query,
  { windowSize, ...limits }: SearchLimits & { windowSize?: number | undefined } = {},
): Promise<LogHistogram> {
  const tally = await openTally(db, query, limits);
  const { isCapped } = tally;
  const reason = isCapped ? cappedReason : null;
  if (tally.span === null) return { windowSize: windowSize ?? 60, buckets: [], total: 0, isCapped, reason };
  const { from, to } = tally.span;
  const width = windowSize ?? chooseWidth(to - from);
  const starts = bucketStarts({ start: from, end: to }, width, maxHistogramBuckets);
  const rows = await db.$queryRaw<{ start: Date; severity: number; count: number }[]>`
    SELECT date_bin(make_interval(secs => ${width}::float8), at, 'epoch') AS start, severity, sum(count)::float8 AS count
    FROM (${tally.compile(null, coarsestWithin(width))}) AS counted GROUP BY 1, 2 HAVING sum(count) > 0`;
  const buckets = new Map(
    starts.map((start) => [start, { start: printTimestamp(start), total: 0, levels: noLines() }]),
  );
  for (const { start, severity, count } of rows) {
    const bucket = buckets.get(start.getTime());
    if (!bucket) continue;
    bucket.total += count;
    addLines(bucket.levels, severity, count);
  }
  const total = [...buckets.values()].reduce((sum, bucket) => sum + bucket.total, 0);
  return { windowSize: width, buckets: [...buckets.values()], total, isCapped, reason };
}

function chooseWidth(rangeMs: number): number {
  const least = rangeMs / 1_000 / chosenBuckets;
  return widths.find((width) => width >= least) ?? Math.ceil(least / 86_400) * 86_400;
}
