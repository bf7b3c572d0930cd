import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHashEmbedder } from './embed.ts';
import { cosine, embedderContract } from './embedder-contract.ts';

describe.each([1, 16, 33, 128])('the hash embedder with %d dimensions', (dimensions) => {
  const embedder = createHashEmbedder({ dimensions });
  const contract = dimensions < 16 ? embedderContract.slice(0, 3) : embedderContract;

  it.each(contract)('$name', ({ check }) => {
    check(embedder);
  });
});

describe('createHashEmbedder', () => {
  const embedder = createHashEmbedder();

  it('has 16 dimensions unless told otherwise, and says so in its version', () => {
    expect(embedder).toMatchObject({ dimensions: 16, version: 'hash-1-16' });
  });

  it.each([0, -1, 1.5, 4_097, Number.NaN])('refuses %d dimensions', (dimensions) => {
    expect(() => createHashEmbedder({ dimensions })).toThrow(RangeError);
  });

  it('gives the zero vector for a text without a word', () => {
    expect(Array.from(embedder.embed(' -- '))).toEqual(new Array(16).fill(0));
  });

  it('gives a message and its pattern the same vector', () => {
    const message = embedder.embed('read block blk_-160899968791 from 10.0.0.1:50010 in 12 ms');
    const pattern = embedder.embed('read block blk_<id> from <ip>:<num> in <num> ms');
    expect(cosine(message, pattern)).toBeCloseTo(1, 6);
  });

  it('keeps a misspelt word nearer than a foreign one', () => {
    const wide = createHashEmbedder({ dimensions: 256 });
    const [word, typo, foreign] = ['authentication', 'authentification', 'thermometer'].map((text) =>
      wide.embed(text),
    );
    expect(cosine(word!, typo!)).toBeGreaterThan(cosine(word!, foreign!));
  });

  it('does not depend on case or on the order of words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('disk', 'full', 'on', 'node', 'again'), { minLength: 1 }),
        (words) => {
          const there = embedder.embed(words.join(' '));
          const back = embedder.embed([...words].reverse().join(' ').toUpperCase());
          expect(cosine(there, back)).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void embedder.embed(text)));
  });
});
