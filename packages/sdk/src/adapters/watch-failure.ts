type Listener = { error?: (error: unknown) => void };
type Stream = {
  next?: (...args: unknown[]) => unknown;
  [Symbol.asyncIterator]?: () => Stream;
  subscribe?: (listener: Listener, ...rest: unknown[]) => unknown;
};

/**
 * Has `onFailure` told when what a procedure streams, an async iterable or tRPC's observable, fails on its way. It stays the object it was and
 * does what it did; of anything else nothing is watched.
 */
export function watchFailure(data: unknown, onFailure: (error: unknown) => void): void {
  if (typeof data !== 'object' || data === null || !Object.isExtensible(data)) return;
  const stream = data as Stream;
  const { next, subscribe, [Symbol.asyncIterator]: iterate } = stream;
  if (typeof iterate === 'function') {
    if (typeof next === 'function') watchNext(stream, next, onFailure);
    else
      define(stream, Symbol.asyncIterator, (...args) => {
        const iterator = Reflect.apply(iterate, stream, args) as Stream;
        if (typeof iterator.next === 'function') watchNext(iterator, iterator.next, onFailure);
        return iterator;
      });
  } else if (typeof subscribe === 'function')
    define(stream, 'subscribe', (listener, ...rest) => {
      const error = (failure: unknown) => {
        onFailure(failure);
        (listener as Listener).error?.(failure);
      };
      return Reflect.apply(subscribe, stream, [{ ...(listener as Listener), error }, ...rest]);
    });
}

function watchNext(
  iterator: Stream,
  next: NonNullable<Stream['next']>,
  onFailure: (error: unknown) => void,
): void {
  define(iterator, 'next', async (...args) => {
    try {
      return await Reflect.apply(next, iterator, args);
    } catch (error) {
      onFailure(error);
      throw error;
    }
  });
}

function define(target: object, name: PropertyKey, value: (...args: unknown[]) => unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}
