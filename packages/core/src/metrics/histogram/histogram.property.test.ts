import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExponentialHistogram, Histogram } from './histogram.ts';
import { listBins } from './list-bins.ts';
import { subtractHistogram } from './subtract-histogram.ts';

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 40 });
const bounds = fc
  .uniqueArray(fc.double({ min: 0.001, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 12 })
  .map((list) => list.sort((a, b) => a - b));

function explicitOf(bounds: number[], values: number[]): Histogram {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const value of values) {
    const at = bounds.findIndex((bound) => value <= bound);
    counts[at === -1 ? bounds.length : at]! += 1;
  }
  return { kind: 'explicit', count: values.length, bounds, counts };
}

/** Values below 2^-20 count as zero. */
function exponentialOf(scale: number, values: number[]): ExponentialHistogram {
  const indexes = values
    .filter((value) => value > 2 ** -20)
    .map((value) => Math.ceil(Math.log2(value) * 2 ** scale) - 1);
  const offset = indexes.length === 0 ? 0 : Math.min(...indexes);
  const counts = new Array<number>(indexes.length === 0 ? 0 : Math.max(...indexes) - offset + 1).fill(0);
  for (const index of indexes) counts[index - offset]! += 1;
  return {
    kind: 'exponential',
    count: values.length,
    scale,
    zeroCount: values.length - indexes.length,
    offset,
    counts,
  };
}

const countOf = (histogram: Histogram) =>
  listBins(histogram, { min: null, max: null }).reduce((sum, { count }) => sum + count, 0);

describe('subtractHistogram', () => {
  it('leaves what came since, bucket by bucket', () => {
    fc.assert(
      fc.property(bounds, values, values, (bounds, before, since) => {
        const difference = subtractHistogram(
          explicitOf(bounds, [...before, ...since]),
          explicitOf(bounds, before),
        );
        expect(difference).toEqual(explicitOf(bounds, since));
      }),
    );
  });

  it('leaves the count of what came since when the scale has become coarser', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2, max: 3 }),
        fc.nat(3),
        values,
        values,
        (scale, finer, before, since) => {
          const later = exponentialOf(scale, [...before, ...since]);
          const difference = subtractHistogram(later, exponentialOf(scale + finer, before));
          expect(difference!.count).toBe(since.length);
          expect(countOf(difference!)).toBe(since.length);
        },
      ),
    );
  });

  it('takes less of anything, other bounds, or a finer scale for a new beginning', () => {
    const one = explicitOf([1, 2], [0.5, 3]);
    expect(subtractHistogram(one, explicitOf([1, 2], [0.5, 1.5, 3]))).toBeNull();
    expect(subtractHistogram(one, explicitOf([1, 5], [0.5]))).toBeNull();
    expect(subtractHistogram(one, exponentialOf(0, [0.5]))).toBeNull();
    expect(subtractHistogram(exponentialOf(2, [0.5, 3]), exponentialOf(0, [0.5]))).toBeNull();
  });
});

describe('listBins', () => {
  it('gives every value, within its bucket', () => {
    fc.assert(
      fc.property(bounds, fc.integer({ min: 0, max: 4 }), values, (bounds, scale, values) => {
        for (const histogram of [explicitOf(bounds, values), exponentialOf(scale, values)])
          expect(countOf(histogram)).toBe(values.length);
        for (const { value } of listBins(exponentialOf(scale, values), { min: null, max: null }))
          expect(Number.isFinite(value) && value >= 0).toBe(true);
      }),
    );
  });

  it('is within half a bucket of each value of an exponential histogram', () => {
    const [bin] = listBins(exponentialOf(5, [250]), { min: null, max: null });
    expect(Math.abs(bin!.value / 250 - 1)).toBeLessThan(2 ** (2 ** -5 / 2) - 1 + 1e-9);
    expect(listBins(explicitOf([10, 20], [15, 99]), { min: 15, max: 99 })).toEqual([
      { value: 15, count: 1 },
      { value: 99, count: 1 },
    ]);
  });
});
