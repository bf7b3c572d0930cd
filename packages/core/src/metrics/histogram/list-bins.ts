import type { Histogram } from './histogram.ts';

/** So many values, taken to be this one. */
export type Bin = { value: number; count: number };

/**
 * A histogram as values: those of a bucket are taken to be in its middle, of an exponential one in its geometric middle; those of an open end
 * to be the largest or smallest value where it is known, else its only bound.
 */
export function listBins(
  histogram: Histogram,
  { min, max }: { min: number | null; max: number | null },
): Bin[] {
  if (histogram.kind === 'exponential') {
    const { scale, offset, counts, zeroCount } = histogram;
    const middle = (at: number) => 2 ** ((offset + at + 0.5) / 2 ** scale);
    return [
      { value: 0, count: zeroCount },
      ...counts.map((count, at) => ({ value: middle(at), count })),
    ].filter(({ count }) => count > 0);
  }
  const { bounds, counts } = histogram;
  const middle = (at: number): number => {
    const from = at === 0 ? Math.max(0, min ?? 0) : bounds[at - 1]!;
    const to = at < bounds.length ? bounds[at]! : Math.max(from, max ?? from);
    return at === bounds.length ? to : (Math.min(from, to) + to) / 2;
  };
  return counts.map((count, at) => ({ value: middle(at), count })).filter(({ count }) => count > 0);
}
