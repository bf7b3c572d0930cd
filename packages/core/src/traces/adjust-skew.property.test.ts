import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustSkew, type Timed } from './adjust-skew.ts';
import { orderSpans } from './order-spans.ts';

const of = (
  spanId: string,
  parentSpanId: string | null,
  offset: number,
  duration: number,
  more = {},
): Timed => ({
  spanId,
  parentSpanId,
  service: spanId[0]!,
  instance: null,
  kind: 'server',
  offset,
  duration,
  ...more,
});
const shifts = (...spans: Timed[]) =>
  adjustSkew(spans).map(({ spanId, offset, shift }) => [spanId, offset, shift]);

describe('a span of another service', () => {
  it('moves to the middle of its parent when it begins before it or ends after it', () => {
    expect(shifts(of('a', null, 0, 100), of('b', 'a', -40, 60))).toEqual([
      ['a', 0, 0],
      ['b', 20, 60],
    ]);
    expect(shifts(of('a', null, 0, 100), of('b', 'a', 90, 60))).toEqual([
      ['a', 0, 0],
      ['b', 20, -70],
    ]);
  });

  it('stays where it fits', () => {
    expect(shifts(of('a', null, 0, 100), of('b', 'a', 40, 60))[1]).toEqual(['b', 40, 0]);
  });

  it('that lasted longer than its parent only does not begin before it', () => {
    expect(shifts(of('a', null, 0, 100), of('b', 'a', -40, 500))[1]).toEqual(['b', 0, 40]);
    expect(shifts(of('a', null, 0, 100), of('b', 'a', 50, 500))[1]).toEqual(['b', 50, 0]);
  });

  it('may be at work on a message after its parent, but not before', () => {
    const consumer = { kind: 'consumer' };
    expect(shifts(of('a', null, 0, 10), of('b', 'a', 400, 5, consumer))[1]).toEqual(['b', 400, 0]);
    expect(shifts(of('a', null, 0, 10, { kind: 'producer' }), of('b', 'a', 400, 5))[1]).toEqual([
      'b',
      400,
      0,
    ]);
    expect(shifts(of('a', null, 0, 10), of('b', 'a', -400, 5, consumer))[1]).toEqual(['b', 0, 400]);
  });

  it('takes what its machine did below along, and what a third did there is judged by where it is then', () => {
    expect(
      shifts(
        of('a', null, 0, 100),
        of('b', 'a', 1_000, 50),
        of('b2', 'b', 1_200, 90),
        of('c', 'b', 1_010, 10),
      ),
    ).toEqual([
      ['a', 0, 0],
      ['b', 25, -975],
      ['b2', 225, -975],
      ['c', 45, -965],
    ]);
  });

  it('is told by its instance where services have several', () => {
    const [one, two] = [
      { service: 's', instance: '1' },
      { service: 's', instance: '2' },
    ];
    expect(shifts(of('a', null, 0, 100, one), of('b', 'a', -50, 20, one))[1]).toEqual(['b', -50, 0]);
    expect(shifts(of('a', null, 0, 100, one), of('b', 'a', -50, 20, two))[1]).toEqual(['b', 40, 90]);
  });
});

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const spans = fc.uniqueArray(
  fc.record({
    spanId: id,
    parentSpanId: fc.option(fc.oneof(id, fc.constant('gone'))),
    service: fc.constantFrom('x', 'y', 'z'),
    instance: fc.constant(null),
    kind: fc.constantFrom('server', 'client', 'producer', 'consumer'),
    offset: fc.integer({ min: -50, max: 50 }),
    duration: fc.integer({ min: 0, max: 40 }),
  }),
  { selector: ({ spanId }) => spanId },
);

it('leaves no span of another machine before its parent, lengths as they were, and roots alone', () => {
  fc.assert(
    fc.property(spans, (spans) => {
      const ordered = orderSpans(spans);
      const adjusted = adjustSkew(ordered);
      const seen = new Map<string, (typeof adjusted)[number]>();
      for (const [at, span] of adjusted.entries()) {
        expect(span).toEqual({ ...ordered[at], offset: ordered[at]!.offset + span.shift, shift: span.shift });
        const parent = span.depth === 0 ? undefined : seen.get(span.parentSpanId!);
        if (parent === undefined) expect(span.shift).toBe(0);
        else if (parent.service === span.service) expect(span.shift).toBe(parent.shift);
        else expect(span.offset).toBeGreaterThanOrEqual(parent.offset - 1e-6);
        seen.set(span.spanId, span);
      }
    }),
  );
});

it('changes nothing any more when it is done again', () => {
  fc.assert(
    fc.property(spans, (spans) => {
      const once = adjustSkew(orderSpans(spans));
      expect(adjustSkew(once).map(({ offset }) => offset)).toEqual(once.map(({ offset }) => offset));
    }),
  );
});
