import { expect, it } from 'vitest';
import { typedWord } from './typed-word.ts';

it('names a corrected word as it was typed, not its stem', () => {
  expect(typedWord('"was closed" Conection-pool', 'conect')).toBe('Conection');
  expect(typedWord('refusd', 'refusd')).toBe('refusd');
  expect(typedWord('happily', 'happi')).toBe('happily');
  expect(typedWord('flies', 'fli')).toBe('flies');
  expect(typedWord('other', 'gone')).toBe('gone');
});
