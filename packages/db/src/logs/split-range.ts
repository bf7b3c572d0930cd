import { countResolutions } from './count-logs.ts';

/** A part of a range: whole buckets of a resolution, seconds, or rows (0) where no bucket fits. */
export type RangePart = { resolution: 0 | (typeof countResolutions)[number]; from: number; to: number };

const coarsestFirst = [...countResolutions].reverse();

/**
 * Splits a half-open range into the fewest whole days, hours and minutes, with rows at ends that lie inside a minute.
 * @param from milliseconds since the UTC epoch, or infinite, as `to`.
 */
export function splitRange(from: number, to: number, resolutions = coarsestFirst): RangePart[] {
  if (from >= to) return [];
  const [resolution, ...finer] = resolutions;
  if (resolution === undefined) return [{ resolution: 0, from, to }];
  const width = resolution * 1_000;
  const [first, end] = [Math.ceil(from / width) * width, Math.floor(to / width) * width];
  if (first >= end) return splitRange(from, to, finer);
  return [
    ...splitRange(from, first, finer),
    { resolution, from: first, to: end },
    ...splitRange(end, to, finer),
  ];
}
