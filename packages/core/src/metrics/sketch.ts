/**
 * A mergeable summary of a distribution of latencies, in milliseconds.
 *
 * Buckets grow geometrically: bucket `i` holds the values in `(γ^(i-1), γ^i]` with γ = 1.02, and answers with
 * `2γ^i / (γ + 1)`, which is within `(γ - 1) / (γ + 1)` = 0.99 % of every value in it (Masson, Rim, Lee: "DDSketch",
 * VLDB 2019, lemma 2). Merging adds counts, so it is exact, associative and commutative: the quantiles of a merge are those of
 * one sketch that saw every value. Values below {@link minTrackable} share a zero bucket; above {@link maxTrackable} they share
 * the last one. Smallest and largest value are kept exactly.
 */
export type Sketch = {
  /** Values seen. */
  count: number;
  /** Of these, values below {@link minTrackable}. */
  zeroCount: number;
  /** Values by bucket index, zero bucket apart. */
  buckets: Map<number, number>;
  /** Smallest value seen, ms; Infinity when empty. */
  min: number;
  /** Largest value seen, ms; -Infinity when empty. */
  max: number;
};

export const gamma = 1.02;
/** Bound of the relative error of a quantile. */
export const relativeError = (gamma - 1) / (gamma + 1);
/** Below this many ms a value counts as zero: one microsecond. */
export const minTrackable = 1e-3;
/** Beyond this many ms (some 32 years) a value is counted in the last bucket. */
export const maxTrackable = 1e12;

const logGamma = Math.log(gamma);
const bucketOf = (value: number) => Math.ceil(Math.log(Math.min(value, maxTrackable)) / logGamma);

export const minBucket = bucketOf(minTrackable);
export const maxBucket = bucketOf(maxTrackable);

export function emptySketch(): Sketch {
  return {
    count: 0,
    zeroCount: 0,
    buckets: new Map(),
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
  };
}

/**
 * Counts `value` (ms, finite, ≥ 0) `count` times (whole, ≥ 1). Changes the sketch in place and returns it.
 * @throws RangeError for anything else
 */
export function addToSketch(sketch: Sketch, value: number, count = 1): Sketch {
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError(`A latency must be finite and ≥ 0, not ${value}`);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`A count must be whole and ≥ 1, not ${count}`);
  sketch.count += count;
  sketch.min = Math.min(sketch.min, value);
  sketch.max = Math.max(sketch.max, value);
  if (value < minTrackable) sketch.zeroCount += count;
  else addToBucket(sketch, bucketOf(value), count);
  return sketch;
}

/** Adds what `source` counted to `target`, in place, and returns `target`. For folding many sketches into one. */
export function mergeIntoSketch(target: Sketch, source: Sketch): Sketch {
  target.count += source.count;
  target.zeroCount += source.zeroCount;
  target.min = Math.min(target.min, source.min);
  target.max = Math.max(target.max, source.max);
  // A copy, so that merging a sketch into itself doubles it.
  for (const [index, count] of [...source.buckets]) addToBucket(target, index, count);
  return target;
}

/** The sketch of both distributions together; neither argument changes. */
export function mergeSketches(a: Sketch, b: Sketch): Sketch {
  return mergeIntoSketch(mergeIntoSketch(emptySketch(), a), b);
}

/** Values seen. */
export function sketchCount(sketch: Sketch): number {
  return sketch.count;
}

/**
 * The value, ms, at nearest rank `ceil(q · count)`, within {@link relativeError} (PostgreSQL's `percentile_disc` of the same
 * values); null when empty. Rank 1 and the last rank are exact.
 * @throws RangeError unless 0 ≤ q ≤ 1
 */
export function sketchQuantile(sketch: Sketch, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`A quantile must lie in 0..1, not ${q}`);
  if (sketch.count === 0) return null;
  const rank = Math.max(1, Math.ceil(q * sketch.count));
  if (rank === 1) return sketch.min;
  if (rank === sketch.count) return sketch.max;
  const clamp = (value: number) => Math.min(Math.max(value, sketch.min), sketch.max);
  if (rank <= sketch.zeroCount) return clamp(0);
  let seen = sketch.zeroCount;
  for (const [index, count] of sortedBuckets(sketch)) {
    seen += count;
    if (seen >= rank) return clamp((2 * gamma ** index) / (gamma + 1));
  }
  return sketch.max;
}

/** Buckets in rising order of index. */
export function sortedBuckets(sketch: Sketch): [index: number, count: number][] {
  return [...sketch.buckets].sort((a, b) => a[0] - b[0]);
}

/** The bucket `value` (ms) falls into; null for the zero bucket. */
export function bucketIndex(value: number): number | null {
  return value < minTrackable ? null : bucketOf(value);
}

function addToBucket(sketch: Sketch, index: number, count: number): void {
  sketch.buckets.set(index, (sketch.buckets.get(index) ?? 0) + count);
}
