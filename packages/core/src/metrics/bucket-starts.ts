import { badParameter } from '../errors.ts';
import { floorToWindow, type TimeRange } from './window.ts';

/**
 * Starts of the epoch-aligned buckets of `windowSize` seconds that a range touches, in order of time; none for an empty range.
 * @throws AppError BAD_REQUEST naming `windowSize` when there would be more than `most`.
 */
export function bucketStarts(range: TimeRange, windowSize: number, most: number): number[] {
  if (range.start >= range.end) return [];
  const size = windowSize * 1_000;
  const first = floorToWindow(range.start, windowSize);
  const count = Math.ceil((range.end - first) / size);
  if (count > most) {
    // One bucket is lost where the range begins inside one.
    const least = Math.ceil((range.end - range.start) / (most - 1) / 60_000) * 60;
    throw badParameter(
      'windowSize',
      `${windowSize} seconds would make ${count} buckets of this range, at most ${most} are answered; use ${least} or more`,
    );
  }
  return Array.from({ length: count }, (_, at) => first + at * size);
}
