import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '../testing/apply-changes.ts';
import { alignItems } from './align-items.ts';
import { diffResponses } from './diff-responses.ts';
import { matchPaths } from './match-paths.ts';
import { parsePath, printPath } from './path.ts';

const answer = (body: unknown) => ({
  statusCode: 200,
  headers: {},
  body: JSON.stringify(body),
  bodyInfo: { contentType: 'application/json', size: null, truncated: false, omitted: null },
});
// Names and values come from few, so that two documents have something in common.
const scalar = fc.constantFrom<unknown>(null, true, 0, 1, 17, 'a', 'b', '', '1');
const names = fc.constantFrom('id', 'a', 'a.b', 'back\\slash', '0', '');
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('json'), { maxLength: 6 }),
    fc.dictionary(names, tie('json'), { maxKeys: 4 }),
  ),
}));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('diffResponses', () => {
  it('is equal exactly for what is the same, in both directions', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const same = deepEqual(plain(before), plain(after));
        expect(diffResponses(answer(before), answer(after)).equal).toBe(same);
        expect(diffResponses(answer(after), answer(before)).equal).toBe(same);
        expect(diffResponses(answer(before), answer(before)).equal).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('lists changes that make the second out of the first', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const { changes, more } = diffResponses(answer(before), answer(after));
        expect(more).toBe(0);
        expect(applyChanges(plain(before), changes)).toEqual(plain(after));
      }),
      { numRuns: 1_000 },
    );
  });

  it('of one changed scalar reports that place alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(names, scalar, { minKeys: 1, maxKeys: 4 }), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (list, pick) => {
          const before = plain({ list }) as { list: Record<string, unknown>[] };
          const after = structuredClone(before);
          const n = pick % after.list.length;
          const name = Object.keys(after.list[n]!)[0]!;
          // Another name for an item is another item; that is told apart elsewhere.
          if (name === 'id') return;
          after.list[n]![name] = 'changed';
          const { changes } = diffResponses(answer(before), answer(after));
          expect(changes.map(({ path }) => path)).toEqual([printPath(['body', 'list', String(n), name])]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('counts nothing that is ignored, and moves every change aside', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const all = diffResponses(answer(before), answer(after));
        const none = diffResponses(answer(before), answer(after), { ignore: ['**'] });
        expect(none.equal).toBe(true);
        expect(none.changes).toEqual([]);
        const some = diffResponses(answer(before), answer(after), {
          ignore: all.changes.map(({ path }) => path),
        });
        expect(some.equal).toBe(true);
      }),
    );
  });
});

describe('alignItems', () => {
  it('has every position in exactly one list, and what is paired in order', () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(keys, keys, fc.boolean(), (before, after, mayPair) => {
        const { paired, moved, removed, added } = alignItems({ before, after }, () => mayPair);
        const both = [...paired, ...moved];
        expect([...both.map(([left]) => left), ...removed].sort((a, b) => a - b)).toEqual(
          before.map((_, n) => n),
        );
        expect([...both.map(([, right]) => right), ...added].sort((a, b) => a - b)).toEqual(
          after.map((_, n) => n),
        );
        expect(paired.map(([left]) => left)).toEqual(paired.map(([left]) => left).toSorted((a, b) => a - b));
        for (const [left, right] of moved) expect(before[left]).toBe(after[right]);
      }),
    );
  });
});

describe('paths', () => {
  it('are read as they were printed, and match themselves and what is inside them', () => {
    const path = fc.array(fc.string(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(path, path, (some, more) => {
        expect(parsePath(printPath(some))).toEqual(some);
        if (some[0] === 'headers' || some.includes('*') || some.includes('**')) return;
        const test = matchPaths([printPath(some)]);
        expect([some, [...some, ...more], some.slice(1)].map(test)).toEqual([
          true,
          true,
          false || isInside(some.slice(1), some),
        ]);
        expect(matchPaths([printPath(['**', ...some])])([...more, ...some])).toBe(true);
        expect(matchPaths([printPath(['*', ...some])])(['x', ...some])).toBe(true);
      }),
    );
  });
});

function isInside(place: readonly string[], of: readonly string[]): boolean {
  return of.every((name, n) => place[n] === name);
}

function deepEqual(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, n) => deepEqual(item, other[n]));
  if (Array.isArray(one) || Array.isArray(other)) return false;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return one === other;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && deepEqual(left[key], right[key]))
  );
}
