import { describe, expect, it } from 'vitest';
import { splitPattern } from './split-pattern.ts';

describe('splitPattern', () => {
  it('sets placeholders apart, and nothing that only looks like one', () => {
    expect(splitPattern('<ip>:<num> took <num>ms <b> <nums>')).toEqual([
      { text: '<ip>', isPlaceholder: true },
      { text: ':', isPlaceholder: false },
      { text: '<num>', isPlaceholder: true },
      { text: ' took ', isPlaceholder: false },
      { text: '<num>', isPlaceholder: true },
      { text: 'ms <b> <nums>', isPlaceholder: false },
    ]);
    expect(splitPattern('<overflow>')).toEqual([{ text: '<overflow>', isPlaceholder: true }]);
    expect(splitPattern('')).toEqual([]);
  });
});
