import { describe, expect, it } from 'vitest';
import { foldCase } from './fold-case.ts';

describe('foldCase', () => {
  it.each([
    ['PLAIN 1%', 'plain 1%'],
    ['ÀÉÎ Ж Ω', 'àéî ж ω'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['İstanbul', 'istanbul'],
    ['𐐀 😀 日本', '𐐨 😀 日本'],
    ['', ''],
  ])('%s → %s', (text, folded) => {
    expect(foldCase(text)).toBe(folded);
  });
});
