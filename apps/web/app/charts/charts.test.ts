import { describe, expect, it } from 'vitest';
import { isolatedPoints, largestValue } from './series.ts';
import { valueTicks } from './value-ticks.ts';

describe('isolatedPoints', () => {
  it('finds values between gaps', () => {
    const points = [1, null, 2, null, null, 3, 4, null, 5].map((y, x) => ({ x, y }));
    expect([...isolatedPoints(points)]).toEqual([0, 2, 8]);
  });
});

describe('largestValue', () => {
  it('ignores gaps', () => {
    const of = (values: (number | null)[]) => ({
      id: 'a',
      color: '',
      points: values.map((y, x) => ({ x, y })),
    });
    expect(largestValue([of([null, 3]), of([7, null])])).toBe(7);
    expect(largestValue([of([null])])).toBe(0);
  });
});

describe('valueTicks', () => {
  it.each([0.03, 0.9, 1, 3, 4.2, 17, 99, 100, 259.2, 1_017, 48_211, 5e9])(
    'covers %d with round steps',
    (largest) => {
      const ticks = valueTicks(largest, false);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
    },
  );

  it('never splits a request', () => {
    for (const largest of [1, 2, 3, 7, 12])
      expect(valueTicks(largest, true).every(Number.isInteger)).toBe(true);
  });
});
