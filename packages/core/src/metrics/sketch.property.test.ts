import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToSketch,
  emptySketch,
  mergeIntoSketch,
  mergeSketches,
  minTrackable,
  relativeError,
  type Sketch,
  sketchCount,
  sketchQuantile,
} from './sketch.ts';
import { sketchFromBytes, sketchToBytes } from './sketch-bytes.ts';

const latency = fc.oneof(
  fc.double({ min: 0, max: 60_000, noNaN: true }),
  fc.double({ min: 0, max: 0.01, noNaN: true }),
  fc.double({ min: 0, max: 1e11, noNaN: true }),
  fc.constantFrom(0, minTrackable, 1, 1.02, 1e12),
);
const latencies = fc.array(latency, { maxLength: 200 });
const quantile = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 0.95, 0.99, 1));

function sketchOf(values: readonly number[]): Sketch {
  const sketch = emptySketch();
  for (const value of values) addToSketch(sketch, value);
  return sketch;
}

describe('a sketch', () => {
  it('merges commutatively, to the byte', () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const [left, right] = [sketchOf(a), sketchOf(b)];
        expect(sketchToBytes(mergeSketches(left, right))).toEqual(sketchToBytes(mergeSketches(right, left)));
      }),
    );
  });

  it('merges associatively, to the byte', () => {
    fc.assert(
      fc.property(latencies, latencies, latencies, (a, b, c) => {
        const [x, y, z] = [sketchOf(a), sketchOf(b), sketchOf(c)];
        expect(sketchToBytes(mergeSketches(mergeSketches(x, y), z))).toEqual(
          sketchToBytes(mergeSketches(x, mergeSketches(y, z))),
        );
      }),
    );
  });

  it('merges to exactly the sketch of all values, whatever the split and order', () => {
    fc.assert(
      fc.property(latencies, fc.array(fc.nat(4), { minLength: 200, maxLength: 200 }), (values, parts) => {
        const split = [0, 1, 2, 3, 4].map((part) => sketchOf(values.filter((_, n) => parts[n] === part)));
        const merged = split.reverse().reduce(mergeIntoSketch, emptySketch());
        expect(sketchToBytes(merged)).toEqual(sketchToBytes(sketchOf(values)));
        expect(sketchCount(merged)).toBe(values.length);
      }),
    );
  });

  it('answers every quantile within the stated relative error of the exact nearest-rank value', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 300 }), quantile, (values, q) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1]!;
        const answer = sketchQuantile(sketchOf(values), q)!;
        const bound = exact < minTrackable ? minTrackable : exact * relativeError * (1 + 1e-9);
        expect(Math.abs(answer - exact)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 1_000 },
    );
  });

  it('counts a value n times as it counts it n times over', () => {
    fc.assert(
      fc.property(latency, fc.integer({ min: 1, max: 50 }), (value, count) => {
        expect(addToSketch(emptySketch(), value, count)).toEqual(
          sketchOf(new Array<number>(count).fill(value)),
        );
      }),
    );
  });

  it('survives bytes', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const sketch = sketchOf(values);
        const bytes = sketchToBytes(sketch);
        const back = sketchFromBytes(bytes);
        expect(sketchToBytes(back)).toEqual(bytes);
        expect(new Map([...back.buckets].sort())).toEqual(new Map([...sketch.buckets].sort()));
        expect({ ...back, buckets: 0 }).toEqual({ ...sketch, buckets: 0 });
      }),
    );
  });

  it('reads bytes it did not write as an error, never as a wrong sketch', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, versioned) => {
        const input = versioned ? Uint8Array.from([1, ...bytes]) : bytes;
        let sketch: Sketch;
        try {
          sketch = sketchFromBytes(input);
        } catch (error) {
          expect((error as Error).name).toBe('SketchFormatError');
          return;
        }
        expect(sketchToBytes(sketch)).toEqual(input);
      }),
      { numRuns: 2_000 },
    );
  });
});
