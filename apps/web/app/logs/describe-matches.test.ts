import { describe, expect, it } from 'vitest';
import { describeMatches } from './describe-matches.ts';

describe('describeMatches', () => {
  it.each([
    [
      { exact: 12, total: 443, isCapped: false, isReadBack: false },
      '12 lines have every term, 431 come near.',
    ],
    [{ exact: 1, total: 2, isCapped: false, isReadBack: false }, '1 line has every term, 1 comes near.'],
    [{ exact: 12, total: 12, isCapped: false, isReadBack: false }, '12 lines have every term.'],
    [
      { exact: 0, total: 1_431, isCapped: true, isReadBack: true },
      'No pattern of lines has every term, at least 1,431 come near.',
    ],
    [{ exact: 0, total: 0, isCapped: false, isReadBack: false }, 'No line has every term.'],
  ])('%o', (matches, text) => {
    expect(describeMatches(matches)).toBe(text);
  });
});
