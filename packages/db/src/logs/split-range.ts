import { ceilToWindow, coverRange, floorToWindow, type Resolution } from '@apiscope/core/metrics/window';

/** A part of a range: whole buckets of a resolution, seconds, or rows (0) where no bucket fits. */
export type RangePart = { resolution: 0 | Resolution; from: number; to: number };

/**
 * Splits a half-open range into the fewest whole days, hours and minutes, with rows at ends that lie inside a minute.
 * @param from milliseconds since the UTC epoch, or infinite, as `to`.
 */
export function splitRange(from: number, to: number, coarsest?: Resolution): RangePart[] {
  const rows = (start: number, end: number): RangePart[] =>
    start < end ? [{ resolution: 0, from: start, to: end }] : [];
  const [first, last] = [ceilToWindow(from, 60), floorToWindow(to, 60)];
  if (first >= last) return rows(from, to);
  const whole = coverRange({ start: first, end: last }, coarsest);
  return [
    ...rows(from, first),
    ...whole.map(({ resolution, start, end }) => ({ resolution, from: start, to: end })),
    ...rows(last, to),
  ];
}
