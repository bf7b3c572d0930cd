import { expect, it } from 'vitest';
import { hideCollapsed } from './hide-collapsed.ts';

const of = (spanId: string, depth: number) => ({ spanId, depth });
const tree = [of('a', 0), of('b', 1), of('c', 2), of('d', 1), of('e', 0)];
const shown = (...closed: string[]) =>
  hideCollapsed(tree, new Set(closed)).map(({ span, hasChildren }) => span.spanId + (hasChildren ? '+' : ''));

it('leaves out what is below a closed span, and nothing else', () => {
  expect(shown()).toEqual(['a+', 'b+', 'c', 'd', 'e']);
  expect(shown('b')).toEqual(['a+', 'b+', 'd', 'e']);
  expect(shown('a', 'b')).toEqual(['a+', 'e']);
  expect(shown('e')).toEqual(['a+', 'b+', 'c', 'd', 'e']);
});
