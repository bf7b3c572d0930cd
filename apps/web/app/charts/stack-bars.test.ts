import { describe, expect, it } from 'vitest';
import { partHeights, stackPaths } from './stack-bars.ts';

const sum = (heights: number[]) => heights.reduce((total, height) => total + height, 0);

describe('partHeights', () => {
  it('is in proportion to the largest bar', () => {
    expect(partHeights([10, 30], 80)).toEqual([12.5, 37.5]);
    expect(partHeights([0, 0], 80)).toEqual([0, 0]);
  });

  it('shows one error among ten thousand lines, and never more than the box holds', () => {
    const heights = partHeights([1, 10_000, 1, 0], 10_002);
    expect(heights[0]).toBe(heights[2]);
    expect(heights[0]).toBeGreaterThan(1);
    expect(heights[3]).toBe(0);
    expect(sum(heights)).toBeCloseTo(100);
  });
});

describe('stackPaths', () => {
  it('puts the first stack at the bottom, the next on top of it, and draws nothing for nothing', () => {
    const bar = (values: number[]) => ({ start: 0, end: 1, values });
    expect(stackPaths([bar([1, 3]), bar([0, 2])], 4)).toEqual([
      'M0.08 75h0.84v25h-0.84z',
      'M0.08 0h0.84v75h-0.84zM1.08 50h0.84v50h-0.84z',
    ]);
    expect(stackPaths([], 4)).toEqual([]);
  });
});
