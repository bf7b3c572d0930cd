import { bucketStarts } from '@apiscope/core/metrics/bucket-starts';
import {
  type AggregateInput,
  type MetricBucket,
  type MetricRange,
  maxBuckets,
} from '@apiscope/core/metrics/schema';
import { coarsestWithin, floorToWindow, type TimeRange } from '@apiscope/core/metrics/window';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  summarise,
  type WindowValue,
} from '@apiscope/core/metrics/window-value';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { DbOrTx } from '../client.ts';
import { readWindows } from './read-windows.ts';
import { resolveRange } from './resolve-range.ts';

export type Aggregate = {
  data: MetricBucket[];
  metadata: MetricRange & { windowSize: number | null };
};

/**
 * Merges stored windows into buckets of `windowSize` seconds, aligned to the UTC epoch, or into one bucket over the whole range.
 * Every bucket of the range is listed, empty ones too. The first and last bucket hold what lies within the range only, so the
 * buckets add up to the summary of the same range.
 * @throws AppError BAD_REQUEST naming `windowSize` when there would be too many buckets, or `endDate` when the range is reversed.
 */
export async function aggregateMetrics(
  db: DbOrTx,
  { windowSize, ...asked }: AggregateInput,
  { now }: { now: number },
): Promise<Aggregate> {
  const range = await resolveRange(db, asked, { now });
  if (!range)
    return { data: [], metadata: { startDate: null, endDate: null, windowSize: windowSize ?? null } };
  const metadata = { ...printRange(range), windowSize: windowSize ?? null };
  const starts = windowSize === undefined ? [range.start] : bucketStarts(range, windowSize, maxBuckets);
  if (range.start === range.end) return { data: [], metadata };
  const buckets = new Map<number, WindowValue>(starts.map((start) => [start, emptyWindowValue()]));
  const coarsest = windowSize === undefined ? 86_400 : coarsestWithin(windowSize);
  for (const { start, value } of await readWindows(db, { scope: asked, range, coarsest })) {
    const bucket = windowSize === undefined ? range.start : floorToWindow(start, windowSize);
    mergeIntoWindowValue(buckets.get(bucket)!, value);
  }
  const data = [...buckets].map(([start, value]) => ({
    ...summarise(value),
    windowStart: printTimestamp(start),
    windowEnd: printTimestamp(windowSize === undefined ? range.end : start + windowSize * 1_000),
  }));
  return { data, metadata };
}

/** A range as answers show it. */
export function printRange({ start, end }: TimeRange): { startDate: string; endDate: string } {
  return { startDate: printTimestamp(start), endDate: printTimestamp(end) };
}
