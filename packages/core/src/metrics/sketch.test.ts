import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addToSketch, emptySketch, mergeIntoSketch, mergeSketches, sketchQuantile } from './sketch.ts';
import { sketchFromBytes, sketchToBytes } from './sketch-bytes.ts';

const openStack = new URL('../../../../../shared/data/loghub/OpenStack_2k.log', import.meta.url);

function fill(...values: number[]) {
  return values.reduce((sketch, value) => addToSketch(sketch, value), emptySketch());
}

describe('sketchQuantile', () => {
  it('is null when nothing was seen', () => {
    expect(sketchQuantile(emptySketch(), 0.5)).toBeNull();
  });

  it('is exact for one value, and at both ends', () => {
    expect([0, 0.5, 1].map((q) => sketchQuantile(fill(12.345), q))).toEqual([12.345, 12.345, 12.345]);
    const sketch = fill(3.21, 50, 70, 98.7);
    expect([sketchQuantile(sketch, 0), sketchQuantile(sketch, 1)]).toEqual([3.21, 98.7]);
  });

  it('knows zero', () => {
    const sketch = fill(0, 0, 0, 100, 200);
    expect(sketchQuantile(sketch, 0.5)).toBe(0);
    expect(sketchQuantile(sketch, 0.7)).toBeGreaterThan(99);
  });

  it('holds values beyond the tracked range in the last bucket', () => {
    const sketch = fill(1, 5e12, 9e12, Number.MAX_VALUE);
    expect(sketchQuantile(sketch, 1)).toBe(Number.MAX_VALUE);
    expect(sketchFromBytes(sketchToBytes(sketch))).toEqual(sketch);
  });

  it.each([-1, 1.01, Number.NaN])('refuses the quantile %d', (q) => {
    expect(() => sketchQuantile(fill(1), q)).toThrow(RangeError);
  });

  it('gives the percentiles of a merge, not the mean of percentiles', () => {
    const fast = addToSketch(emptySketch(), 10, 900);
    const slow = addToSketch(emptySketch(), 1_000, 100);
    const merged = mergeSketches(fast, slow);
    expect(Math.abs(sketchQuantile(merged, 0.5)! / 10 - 1)).toBeLessThan(0.01);
    expect(Math.abs(sketchQuantile(merged, 0.95)! / 1_000 - 1)).toBeLessThan(0.01);
  });
});

describe('addToSketch', () => {
  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses the latency %d', (value) => {
    expect(() => addToSketch(emptySketch(), value)).toThrow(RangeError);
  });

  it.each([0, -1, 1.5])('refuses the count %d', (count) => {
    expect(() => addToSketch(emptySketch(), 1, count)).toThrow(RangeError);
  });

  it('doubles a sketch merged into itself', () => {
    const sketch = fill(1, 2, 3);
    expect(mergeIntoSketch(sketch, sketch)).toEqual(mergeSketches(fill(1, 2, 3), fill(1, 2, 3)));
  });
});

describe('sketchFromBytes', () => {
  const bytes = sketchToBytes(fill(0, 1, 2.5, 300));

  it('says what is wrong', () => {
    expect(() => sketchFromBytes(new Uint8Array())).toThrow('truncated');
    expect(() => sketchFromBytes(Uint8Array.from([2, ...bytes.slice(1)]))).toThrow('version 2');
    expect(() => sketchFromBytes(Uint8Array.from([...bytes, 0]))).toThrow('1 bytes too many');
    for (let length = 0; length < bytes.length; length++) {
      expect(() => sketchFromBytes(bytes.slice(0, length))).toThrow('truncated');
    }
  });

  it('reads a view into a larger buffer', () => {
    const larger = Uint8Array.from([9, 9, ...bytes, 9]);
    expect(sketchToBytes(sketchFromBytes(larger.subarray(2, 2 + bytes.length)))).toEqual(bytes);
  });

  it('is small', () => {
    expect(sketchToBytes(emptySketch())).toHaveLength(3);
    expect(sketchToBytes(fill(12.5)).length).toBeLessThanOrEqual(22);
  });
});

describe.skipIf(!existsSync(openStack))(
  'on the OpenStack sample (skipped where shared/data is absent)',
  () => {
    it('gives p50 259.2, p95 385.3 and p99 504.9 ms of its 1,017 requests within 1 %', () => {
      const seconds = [...readFileSync(openStack, 'utf8').matchAll(/time: ([\d.]+)/g)].map((match) =>
        Number(match[1]),
      );
      expect(seconds).toHaveLength(1_017);
      const sketch = fill(...seconds.map((value) => value * 1_000));
      for (const [q, expected] of [
        [0.5, 259.2],
        [0.95, 385.3],
        [0.99, 504.9],
      ] as const) {
        expect(Math.abs(sketchQuantile(sketch, q)! / expected - 1)).toBeLessThan(0.01);
      }
      expect(sketchToBytes(sketch).length).toBeLessThan(400);
    });
  },
);
