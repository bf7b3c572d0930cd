import type { Span } from './range.ts';

const minute = 60;
const sizes = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 43_200].map(
  (n) => n * minute,
);

/** Points a chart aims to stay under: enough for every pixel of a bend, few enough to stay quick. */
export const maxPoints = 240;

/** Seconds a bucket, so that the span has at most {@link maxPoints} of them; sizes people count in, all multiples of 60. */
export function bucketSize({ start, end }: Span): number {
  const wanted = (end - start) / 1_000 / maxPoints;
  const largest = sizes.at(-1) ?? minute;
  return sizes.find((size) => size >= wanted) ?? Math.ceil(wanted / largest) * largest;
}

/** A bucket size in words: `1 minute`, `10 minutes`, `3 hours`. */
export function bucketName(seconds: number): string {
  const [count, unit] =
    seconds % 86_400 === 0
      ? [seconds / 86_400, 'day']
      : seconds % 3_600 === 0
        ? [seconds / 3_600, 'hour']
        : [seconds / minute, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
