import { setImmediate as nextTurn } from 'node:timers/promises';

/** Gives items one by one and reads the next while the one before is worked on; never more than one ahead. */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      // The work has its turn first, so that what it sends is on its way before the reading begins.
      next = nextTurn().then(() => iterator.next());
      // A failure is told in its turn, after the work on what was read before.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
