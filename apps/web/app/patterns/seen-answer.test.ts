import { describe, expect, it } from 'vitest';
import { seenAnswer } from './seen-answer.ts';

const at = '2026-01-31T10:00:00.000Z';
const earlier = '2026-01-31T09:00:00.000Z';
const answer = (
  firstSeen: string | null,
  lastSeen: string | null,
  count: number | null,
  countIsCapped = false,
) => seenAnswer({ firstSeen, lastSeen, count, countIsCapped, version: null, lastVersionWithout: null }, at);

describe('seenAnswer', () => {
  it('says whether, and how often', () => {
    expect(answer(earlier, earlier, 1_234)).toBe('Yes, 1,234 times by now.');
    expect(answer(earlier, earlier, 10_000, true)).toBe('Yes, more than 10,000 times by now.');
    expect(answer(at, null, 1)).toBe('No, this is the only one.');
    expect(answer(at, null, 7)).toBe('No, this was the first of 7 by now.');
    expect(answer(earlier, null, 3)).toBe('Yes, 3 times by now; those before it are gone.');
    expect(answer(null, null, null)).toBe('That is not known.');
  });
});
