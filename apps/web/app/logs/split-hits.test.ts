import { foldCase } from '@apiscope/core/search/fold-case';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, splitHits } from './split-hits.ts';

const marked = (text: string, ...words: string[]) =>
  splitHits(text, words)
    .map(({ text, isHit }) => (isHit ? `[${text}]` : text))
    .join('');

describe('splitHits', () => {
  it('marks words wherever they stand, in whatever case', () => {
    expect(marked('Connection reset; connection closed', 'connection')).toBe(
      '[Connection] reset; [connection] closed',
    );
  });

  it('takes every character as it is', () => {
    expect(marked('a.c abc <b>50%</b> \\d', 'a.c', '<b>', '50%', '\\d')).toBe('[a.c] abc [<b>50%]</b> [\\d]');
  });

  it('makes one hit of those that overlap', () => {
    expect(marked('timeouts', 'time', 'meout')).toBe('[timeout]s');
  });

  it('keeps characters outside the basic plane and other scripts whole', () => {
    expect(marked('😀 ÄRGER 接続が失敗', 'ärger', '失敗')).toBe('😀 [ÄRGER] 接続が[失敗]');
  });

  it('never changes the text, and marks what holds a word and nothing else', () => {
    const unit = fc.constantFrom('a', 'B', 'İ', 'ß', '.', '失', '😀');
    const words = fc.array(fc.string({ unit, minLength: 1, maxLength: 2 }).map(foldCase), { maxLength: 3 });
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), words, (text, words) => {
        const pieces = splitHits(text, words);
        const holds = (piece: string) => words.some((word) => foldCase(piece).includes(word));
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(pieces.every((piece) => piece.text !== '' && piece.isHit === holds(piece.text))).toBe(true);
      }),
    );
  });
});

describe('excerpt', () => {
  const long = `${'x'.repeat(400)} needle ${'y'.repeat(400)}`;
  it('begins where the first hit can be seen', () => {
    expect(excerpt(long, ['needle'], 100)).toMatch(/^… x{29} needle y+$/);
    expect(excerpt(long, ['absent'], 100)).toBe('x'.repeat(100));
    expect(excerpt(`needle ${long}`, ['needle'], 20)).toBe('needle xxxxxxxxxxxxx');
  });
});
