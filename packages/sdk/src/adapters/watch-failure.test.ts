import { observable } from '@trpc/server/observable';
import { describe, expect, it, vi } from 'vitest';
import { watchFailure } from './watch-failure.ts';

const boom = new Error('boom');
async function* failing() {
  yield 1;
  throw boom;
}
const read = async (stream: AsyncIterable<number>) => {
  const seen: number[] = [];
  for await (const value of stream) seen.push(value);
  return seen;
};

describe('watchFailure', () => {
  it.each([
    ['a generator', failing()],
    ['an iterable', { [Symbol.asyncIterator]: failing }],
  ])('tells of the failure of %s, which its reader gets too', async (_, stream) => {
    const onFailure = vi.fn();
    watchFailure(stream, onFailure);
    await expect(read(stream)).rejects.toBe(boom);
    expect(onFailure.mock.calls).toEqual([[boom]]);
  });

  it('tells of the failure of an observable', () => {
    const onFailure = vi.fn();
    const seen: unknown[] = [];
    const stream = observable<number, Error>((emit) => {
      emit.next(1);
      emit.error(boom);
    });
    watchFailure(stream, onFailure);
    stream.subscribe({ next: (value) => seen.push(value), error: (error) => seen.push(error) });
    expect([seen, onFailure.mock.calls]).toEqual([[1, boom], [[boom]]]);
  });

  it('leaves what ends well, what is left early and what is no stream as it was', async () => {
    const onFailure = vi.fn();
    async function* ending() {
      yield 1;
      yield 2;
    }
    const [whole, part] = [ending(), ending()];
    for (const data of [whole, part, null, 'text', Object.freeze({ a: 1 }), { a: 1 }])
      watchFailure(data, onFailure);
    expect(await read(whole)).toEqual([1, 2]);
    for await (const _ of part) break;
    expect(await part.next()).toEqual({ done: true, value: undefined });
    expect(onFailure).not.toHaveBeenCalled();
  });
});
