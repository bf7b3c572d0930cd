import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderSpans } from './order-spans.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const spans = fc.uniqueArray(
  fc.record({
    spanId: id,
    parentSpanId: fc.option(fc.oneof(id, fc.constant('gone'))),
    offset: fc.integer({ min: -5, max: 5 }),
  }),
  { selector: ({ spanId }) => spanId },
);

it('gives every span once, parents right above their children, whatever they name as parents', () => {
  fc.assert(
    fc.property(spans, (spans) => {
      const ordered = orderSpans(spans);
      expect(ordered.map(({ spanId }) => spanId).sort()).toEqual(spans.map(({ spanId }) => spanId).sort());
      const path: string[] = [];
      for (const { spanId, parentSpanId, depth, isOrphan } of ordered) {
        expect(depth).toBeLessThanOrEqual(path.length);
        path.length = depth;
        if (depth > 0) expect(path.at(-1)).toBe(parentSpanId);
        else expect(isOrphan).toBe(parentSpanId !== null);
        path.push(spanId);
      }
    }),
  );
});

it('places a chain of 20,000 spans without a stack', () => {
  const chain = Array.from({ length: 20_000 }, (_, n) => ({
    spanId: `${n}`,
    parentSpanId: n === 0 ? null : `${n - 1}`,
    offset: 20_000 - n,
  }));
  expect(orderSpans(chain).map(({ depth }) => depth)).toEqual(chain.map((_, n) => n));
});

it('sorts brothers by their beginning, and marks those whose parent is missing', () => {
  const of = (spanId: string, parentSpanId: string | null, offset: number) => ({
    spanId,
    parentSpanId,
    offset,
  });
  expect(
    orderSpans([
      of('late', 'root', 9),
      of('lost', 'gone', 1),
      of('early', 'root', 2),
      of('root', null, 0),
    ]).map(({ spanId, depth, isOrphan }) => [spanId, depth, isOrphan]),
  ).toEqual([
    ['root', 0, false],
    ['early', 1, false],
    ['late', 1, false],
    ['lost', 0, true],
  ]);
});
