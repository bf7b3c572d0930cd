import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

it.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('gives the published FNV-1a value of %j', (text, expected) => {
  expect(fingerprint(text)).toBe(expected);
});

it('agrees with the definition in big integers', () => {
  const byDefinition = (text: string) =>
    [...new TextEncoder().encode(text)]
      .reduce((hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n), 0xcbf29ce484222325n)
      .toString(16)
      .padStart(16, '0');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(fingerprint(text)).toBe(byDefinition(text));
    }),
  );
});
