import { badParameter } from '@apiscope/core/errors';
import type { Histogram } from '@apiscope/core/metrics/histogram/histogram';
import { checkMoment } from '../../http/check-moment.ts';
import { momentOf } from '../moment-of.ts';
import type { Message } from '../wire/message-types.ts';

/** A point of a histogram of request durations, whichever kind it is of. */
export type HistogramPoint = {
  attributes: readonly Message<'KeyValue'>[];
  isCumulative: boolean;
  startNano: bigint;
  timeNano: bigint;
  histogram: Histogram;
  min: number | null;
  max: number | null;
};

type DataPoint = Message<'HistogramDataPoint'> | Message<'ExponentialHistogramDataPoint'>;

/** Requests that one point may count. */
const maxCount = 1_000_000_000n;

/**
 * Reads a point. Null when it says that there is none.
 * @param toMs multiplies a value to make it milliseconds
 * @throws AppError BAD_REQUEST naming what is wrong with it
 */
export function readHistogramPoint(
  point: DataPoint,
  { temporality, toMs, now }: { temporality: number; toMs: number; now: number },
): HistogramPoint | null {
  // Bit 0 of the flags: no recorded value.
  if ((point.flags & 1) === 1) return null;
  if (temporality !== 1 && temporality !== 2)
    throw badParameter('aggregationTemporality', 'expected 1 (delta) or 2 (cumulative)');
  checkMoment('timeUnixNano', momentOf(point.timeUnixNano), now);
  if (point.startTimeUnixNano > point.timeUnixNano)
    throw badParameter('startTimeUnixNano', 'is after timeUnixNano');
  if (point.count > maxCount) throw badParameter('count', `is more than ${maxCount}`);
  return {
    attributes: point.attributes,
    isCumulative: temporality === 2,
    startNano: point.startTimeUnixNano,
    timeNano: point.timeUnixNano,
    histogram: 'scale' in point ? readExponential(point, toMs) : readExplicit(point, toMs),
    min: point.min === undefined ? null : point.min * toMs,
    max: point.max === undefined ? null : point.max * toMs,
  };
}

function readExplicit(
  { count, sum, bucketCounts, explicitBounds }: Message<'HistogramDataPoint'>,
  toMs: number,
): Histogram {
  const bounds = explicitBounds.map((bound) => bound * toMs);
  if (
    bounds.some((bound, at) => !Number.isFinite(bound) || bound < 0 || (at > 0 && bound <= bounds[at - 1]!))
  )
    throw badParameter('explicitBounds', 'expected numbers ≥ 0, rising');
  // Without buckets the mean is all that is known.
  if (bucketCounts.length === 0) {
    const mean = sum !== undefined && count > 0n ? Math.max(0, (sum * toMs) / Number(count)) : 0;
    return { kind: 'explicit', count: Number(count), bounds: [mean], counts: [0, Number(count)] };
  }
  if (bucketCounts.length !== bounds.length + 1)
    throw badParameter('bucketCounts', 'expected one more than there are bounds');
  return { kind: 'explicit', count: Number(count), bounds, counts: countsOf(bucketCounts, count) };
}

function readExponential(
  { count, scale, zeroCount, positive }: Message<'ExponentialHistogramDataPoint'>,
  toMs: number,
): Histogram {
  if (scale < -10 || scale > 20) throw badParameter('scale', 'expected -10 to 20');
  const { offset = 0, bucketCounts = [] } = positive ?? {};
  // Values in ms are as many buckets further on; what the rounding costs is less than a bucket.
  const shift = Math.round(Math.log2(toMs) * 2 ** scale);
  return {
    kind: 'exponential',
    count: Number(count),
    scale,
    zeroCount: Number(zeroCount),
    offset: offset + shift,
    counts: countsOf(bucketCounts, count),
  };
}

function countsOf(bucketCounts: readonly bigint[], count: bigint): number[] {
  if (bucketCounts.some((each) => each > count))
    throw badParameter('bucketCounts', 'count more than count says');
  return bucketCounts.map(Number);
}
