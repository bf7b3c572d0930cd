import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from './edit-distance.ts';

it.each([
  ['', '', 0],
  ['connect', 'conect', 1],
  ['connect', 'conenct', 1],
  ['connect', 'connext', 1],
  ['timeout', 'tiemotu', 2],
  ['abc', 'xyz', 3],
])('from %j to %j takes %i', (a, b, expected) => {
  expect(editDistance(a, b, 5)).toBe(expected);
  expect(editDistance(a, b, 0)).toBe(Math.min(expected, 1));
});

it('is symmetric, zero for the same text alone, and one for any single edit', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.nat(8), (a, b, at) => {
      expect(editDistance(a, b, 9)).toBe(editDistance(b, a, 9));
      expect(editDistance(a, b, 9) === 0).toBe(a === b);
      expect(editDistance(a, `${a.slice(0, at)}x${a.slice(at)}`, 9)).toBe(1);
    }),
  );
});
