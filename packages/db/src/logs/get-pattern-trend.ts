import {
  maxTrendBuckets,
  type PatternBucket,
  type PatternTrend,
  type PatternTrendInput,
} from '@apiscope/core/logs/pattern-schema';
import { trendRange } from '@apiscope/core/logs/trend-range';
import { trendWindow } from '@apiscope/core/logs/trend-window';
import { bucketStarts } from '@apiscope/core/metrics/bucket-starts';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { DbOrTx } from '../client.ts';
import { printRange } from '../metrics/aggregate-metrics.ts';
import { countBuckets } from './count-buckets.ts';
import { getPattern } from './get-pattern.ts';
import { addLines, noLines } from './pattern-row.ts';

/**
 * The lines of a pattern over time, by level; empty buckets are listed. Its first and last bucket hold what lies within the range only.
 * @throws AppError NOT_FOUND for an unknown pattern, BAD_REQUEST naming `windowSize` when there would be too many buckets or `endDate`
 * when the range is reversed.
 */
export async function getPatternTrend(
  db: DbOrTx,
  { id, windowSize: asked, ...dates }: PatternTrendInput,
  { now }: { now: number },
): Promise<PatternTrend> {
  const range = trendRange(dates, { now });
  const windowSize = asked ?? trendWindow(range);
  const starts = bucketStarts(range, windowSize, maxTrendBuckets);
  await getPattern(db, { id });
  const buckets = new Map(starts.map((start) => [start, toBucket(start, windowSize)]));
  for (const { severity, start, count } of await countBuckets(db, { ids: [id], range, windowSize })) {
    const bucket = buckets.get(start)!;
    bucket.count += count;
    addLines(bucket.levels, severity, count);
  }
  return { data: [...buckets.values()], metadata: { ...printRange(range), windowSize } };
}

function toBucket(start: number, windowSize: number): PatternBucket {
  return {
    windowStart: printTimestamp(start),
    windowEnd: printTimestamp(start + windowSize * 1_000),
    count: 0,
    levels: noLines(),
  };
}
