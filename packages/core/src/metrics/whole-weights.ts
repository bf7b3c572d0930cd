import type { Sample } from './sample.ts';
import { floorToWindow, WINDOW_SECONDS } from './window.ts';

type Weighed = Pick<Sample, 'at' | 'endpoint' | 'status' | 'weight'>;

/**
 * How often each sample counts, as whole numbers ≥ 1, so that counts and sketches stay whole. Samples are laid side by side, weight by
 * weight, in order of endpoint, minute and kind of answer, and each counts the whole numbers that fall onto it (systematic rounding). So
 * the counts of a batch, of each of its windows, and in a window of its successes, client errors, server errors and requests without a
 * response, are each less than 1 away from the sum of their weights. Where the numbers begin depends on the times of the requests, so
 * that many small batches are not all rounded the same way; no chance is in it: the same batch always counts the same.
 */
export function wholeWeights(samples: readonly Weighed[]): number[] {
  if (samples.every(({ weight = 1 }) => Number.isInteger(weight)))
    return samples.map(({ weight = 1 }) => weight);
  const counts = new Array<number>(samples.length).fill(1);
  const order = samples.map((_, index) => index).sort((a, b) => compare(samples[a]!, samples[b]!) || a - b);
  let sum = phaseOf(samples);
  for (const index of order) {
    const after = sum + (samples[index]!.weight ?? 1);
    // At least 1, as a weight is, but for rounding of the sum.
    counts[index] = Math.max(1, Math.floor(after) - Math.floor(sum));
    sum = after;
  }
  return counts;
}

function compare(a: Weighed, b: Weighed): number {
  if (a.endpoint !== b.endpoint) return a.endpoint < b.endpoint ? -1 : 1;
  return windowOf(a) - windowOf(b) || kindOf(a) - kindOf(b);
}

function windowOf({ at }: Weighed): number {
  return floorToWindow(at, WINDOW_SECONDS);
}

/** Samples that one counter counts have one number. */
function kindOf({ status }: Weighed): number {
  if (status === null) return 3;
  if (status >= 500) return 2;
  return status >= 400 ? 1 : 0;
}

/** A number in [0, 1) that is spread evenly over batches: multiples of the golden ratio are (Weyl's theorem). */
function phaseOf(samples: readonly Weighed[]): number {
  const moments = samples.reduce((sum, { at }) => (sum + Math.abs(at)) % 4_294_967_296, 0);
  return (moments * 0.618_033_988_749_895) % 1;
}
