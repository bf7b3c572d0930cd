import { expect, it } from 'vitest';
import { groupChanges, splitChanges } from './split-changes.ts';

const diff = {
  equal: false,
  compared: 'json' as const,
  changes: [
    { path: 'status', kind: 'changed' as const, before: 200, after: 500 },
    { path: 'headers.etag', kind: 'added' as const, after: 'x' },
    { path: 'body.items.0.at', kind: 'changed' as const, before: 1, after: 2 },
  ],
  ignored: [{ path: 'body.id', kind: 'changed' as const, before: 1, after: 2 }],
  more: 0,
  notes: [],
};
const paths = (changes: { path: string }[]) => changes.map(({ path }) => path);

it('folds what is ignored, beside what the diff itself ignores', () => {
  const { changes, ignored } = splitChanges(diff, ['body.items.*.at']);
  expect([paths(changes), paths(ignored)]).toEqual([
    ['status', 'headers.etag'],
    ['body.id', 'body.items.0.at'],
  ]);
  expect(splitChanges(diff, []).changes).toHaveLength(3);
});

it('groups by the part of the answer', () => {
  const groups = groupChanges([...diff.changes, { path: 'size', kind: 'changed' }]);
  expect(groups.map(({ title, changes }) => [title, changes.length])).toEqual([
    ['Status', 1],
    ['Headers', 1],
    ['Body', 2],
  ]);
});
