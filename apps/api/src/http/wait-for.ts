/** What came first: the promise settled, the time was over, or the signal fired. */
export type Awaited = 'settled' | 'late' | 'stopped';

/** Longest delay of a timer, ms. */
const longest = 2 ** 31 - 1;

/** Waits for a promise to settle, at most `ms` and until the signal fires. Leaves nothing behind on a signal that lives long. */
export function waitFor(
  promise: Promise<unknown>,
  { ms, signal }: { ms: number; signal: AbortSignal },
): Promise<Awaited> {
  return new Promise((resolve) => {
    const end = (how: Awaited) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(how);
    };
    const stop = () => end('stopped');
    const timer = setTimeout(() => end('late'), Math.min(ms, longest));
    signal.addEventListener('abort', stop);
    const settle = () => end('settled');
    promise.then(settle, settle);
    if (signal.aborted) stop();
  });
}
