import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRequests, type ServerSpan } from './choose-requests.ts';

const of = (spanId: string, parentSpanId: string | null, more: Partial<ServerSpan> = {}): ServerSpan => ({
  traceId: 't',
  spanId,
  parentSpanId,
  service: 's',
  instance: null,
  isRpc: false,
  isReplay: false,
  ...more,
});
const rpc = (spanId: string, parentSpanId: string | null) => of(spanId, parentSpanId, { isRpc: true });
/** The spans chosen of batches that come in one after the other. */
const chosen = (...batches: ServerSpan[][]) => {
  const known: ServerSpan[] = [];
  return batches.map((batch) => {
    const ids = [...chooseRequests(batch, known)].map(({ spanId }) => spanId);
    known.push(...batch);
    return ids.join(' ');
  });
};

describe('a request that several SERVER spans tell of', () => {
  it('counts by the one on top, or by the one that came first', () => {
    const [a, b, c] = [of('a', null), of('b', 'a'), of('c', 'b')];
    expect(chosen([c, b, a])).toEqual(['a']);
    expect(chosen([c], [b], [a])).toEqual(['c', '', '']);
    expect(chosen([a], [b, c])).toEqual(['a', '']);
    expect(chosen([b], [c], [a])).toEqual(['b', '', '']);
  });

  it('counts by its procedures, one by one, where it has some', () => {
    const [http, one, two] = [of('h', null), rpc('1', 'h'), rpc('2', 'h')];
    expect(chosen([one, two, http])).toEqual(['1 2']);
    expect(chosen([one], [two], [http])).toEqual(['1', '2', '']);
    expect(chosen([one], [two, http])).toEqual(['1', '2']);
    expect(chosen([http], [one, two])).toEqual(['h', '']);
    expect(chosen([of('g', null), of('h', 'g'), one])).toEqual(['1']);
    expect(chosen([rpc('r', null), of('h', 'r'), rpc('1', 'h')])).toEqual(['r']);
    expect(chosen([rpc('2', '1')], [one, http])).toEqual(['2', '']);
  });

  it('is another one in another service, another process and another trace', () => {
    expect(chosen([of('a', null), of('b', 'a', { service: 'other' })])).toEqual(['a b']);
    expect(chosen([of('a', null)], [of('b', 'a', { service: 'other' })])).toEqual(['a', 'b']);
    expect(chosen([of('a', null, { instance: '1' }), of('b', 'a', { instance: '2' })])).toEqual(['a b']);
    expect(chosen([of('a', null), of('b', 'a', { traceId: 'u' })])).toEqual(['a b']);
    // One caller that makes no span of its own a call: many requests under one id.
    expect(chosen([of('a', 'gone'), of('b', 'gone')], [of('c', 'gone')])).toEqual(['a b', 'c']);
  });

  it('of a replay does not count, nor do procedures below it', () => {
    expect(chosen([of('h', null, { isReplay: true }), rpc('1', 'h'), of('x', null)])).toEqual(['x']);
  });

  it('counts once where spans name each other in a circle, or themselves', () => {
    expect(chosen([of('a', 'b'), of('b', 'a')])[0]).toHaveLength(1);
    expect(chosen([of('a', 'a')])).toEqual(['a']);
  });
});

it('counts a chain once, however it is cut into batches and whichever comes first', () => {
  const cut = fc
    .integer({ min: 1, max: 8 })
    .chain((length) =>
      fc.array(fc.nat({ max: 3 }), { minLength: length, maxLength: length }).map((batchOf) => batchOf),
    );
  fc.assert(
    fc.property(cut, (batchOf) => {
      const batches: ServerSpan[][] = [[], [], [], []];
      for (const [n, batch] of batchOf.entries())
        batches[batch]!.push(of(`${n}`, n === 0 ? null : `${n - 1}`));
      const known: ServerSpan[] = [];
      const parts = new Set<string>();
      for (const batch of batches) {
        for (const { spanId } of chooseRequests(batch, known)) parts.add(spanId);
        known.push(...batch);
      }
      // What hangs together by spans that are still to come cannot be told yet: parts of the chain that came in apart.
      const apart = batchOf.filter((batch, n) =>
        [n - 1, n + 1].every((near) => (batchOf[near] ?? Number.POSITIVE_INFINITY) >= batch),
      ).length;
      expect(parts.size).toBeGreaterThanOrEqual(1);
      expect(parts.size).toBeLessThanOrEqual(apart);
    }),
  );
});

it('takes a chain of 50,000 in its stride', () => {
  const chain = Array.from({ length: 50_000 }, (_, n) => of(`${n}`, n === 0 ? null : `${n - 1}`)).reverse();
  expect([...chooseRequests(chain, [])]).toEqual([chain.at(-1)]);
});
