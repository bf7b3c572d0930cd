import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitRange } from './split-range.ts';

const moment = fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 });

it('covers every range once, in order, with aligned buckets and less than a minute of rows at each end', () => {
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const parts = splitRange(from, to);
      let at = from;
      for (const part of parts) {
        expect(part.from).toBe(at);
        expect(part.to).toBeGreaterThan(part.from);
        const width = part.resolution * 1_000;
        if (width > 0) expect([part.from % width, part.to % width].map(Math.abs)).toEqual([0, 0]);
        else expect(part.to - part.from).toBeLessThan(120_000);
        at = part.to;
      }
      expect(at).toBe(to);
      expect(parts.length).toBeLessThanOrEqual(7);
    }),
  );
});

it('reads an open range by days alone, and half-open ones by finer buckets at their one end', () => {
  expect(splitRange(-Infinity, Infinity)).toEqual([{ resolution: 86_400, from: -Infinity, to: Infinity }]);
  expect(splitRange(86_399_000, Infinity).map(({ resolution }) => resolution)).toEqual([0, 86_400]);
  expect(splitRange(-Infinity, 90_061_001).map(({ resolution }) => resolution)).toEqual([
    86_400, 3_600, 60, 0,
  ]);
  expect(splitRange(5, 5)).toEqual([]);
});
