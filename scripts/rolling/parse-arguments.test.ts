import { expect, it } from 'vitest';
import { parseArguments } from './parse-arguments.ts';

it('reads which release, which tests, and whether to go beyond; what it does not know it names', () => {
  expect(parseArguments([])).toEqual({ ref: null, beyond: false, files: [] });
  expect(parseArguments(['--ref', 'v0.1.0', '--beyond', 'packages/db', 'apps/api'])).toEqual({
    ref: 'v0.1.0',
    beyond: true,
    files: ['packages/db', 'apps/api'],
  });
  expect(parseArguments(['-h'])).toBeNull();
  expect(() => parseArguments(['--commit', 'x'])).toThrow('--commit');
});
