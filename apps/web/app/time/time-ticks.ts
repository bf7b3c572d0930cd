import type { Span } from '../range/range.ts';
import { fromWallClock, wallClock, type Zone } from './zone.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 30, 91, 182, 365, 1_826].map((n) => n * day),
];

/** Moments for the ticks of a time axis: at most `most`, at round wall-clock times of the zone. */
export function timeTicks({ start, end }: Span, zone: Zone, most: number): { at: number[]; daily: boolean } {
  const step = steps.find((size) => (end - start) / size <= most) ?? 3_652 * day;
  const [first, last] = [wallClock(start, zone), wallClock(end, zone)];
  const at: number[] = [];
  for (let wall = Math.ceil(first / step) * step; wall <= last; wall += step)
    at.push(fromWallClock(wall, zone));
  return { at: [...new Set(at)], daily: step >= day };
}
