import type { ExponentialHistogram, Histogram } from './histogram.ts';

/**
 * What a cumulative histogram counts beyond an earlier one of its series. Null when they cannot be compared, or the later one counts less
 * somewhere, as after a restart.
 */
export function subtractHistogram(later: Histogram, earlier: Histogram): Histogram | null {
  const difference =
    later.kind === 'explicit'
      ? subtractExplicit(later, earlier)
      : earlier.kind === 'exponential'
        ? subtractExponential(later, earlier)
        : null;
  if (difference === null || difference.count < 0) return null;
  const hasLess = difference.counts.some((count) => count < 0);
  return hasLess || (difference.kind === 'exponential' && difference.zeroCount < 0) ? null : difference;
}

type Explicit = Extract<Histogram, { kind: 'explicit' }>;

function subtractExplicit(later: Explicit, earlier: Histogram): Explicit | null {
  if (earlier.kind !== 'explicit' || earlier.counts.length !== later.counts.length) return null;
  if (earlier.bounds.some((bound, at) => bound !== later.bounds[at])) return null;
  return {
    ...later,
    count: later.count - earlier.count,
    counts: later.counts.map((count, at) => count - earlier.counts[at]!),
  };
}

/** A scale that has become finer stands for a new beginning; one that has become coarser, for a wider range. */
function subtractExponential(
  later: ExponentialHistogram,
  earlier: ExponentialHistogram,
): ExponentialHistogram | null {
  const shift = earlier.scale - later.scale;
  if (shift < 0) return null;
  const counts = [...later.counts];
  for (const [at, count] of earlier.counts.entries()) {
    if (count === 0) continue;
    // Each step of the scale puts two buckets into one.
    const place = Math.floor((earlier.offset + at) / 2 ** shift) - later.offset;
    if (place < 0 || place >= counts.length) return null;
    counts[place]! -= count;
  }
  return {
    ...later,
    count: later.count - earlier.count,
    zeroCount: later.zeroCount - earlier.zeroCount,
    counts,
  };
}
