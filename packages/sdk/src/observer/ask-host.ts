/**
 * Asks a function of the host's. One that throws, or answers a promise, which nobody waits for, is reported and has said nothing.
 * @param what - name of the function in the options
 */
export function askHost<T>(
  what: string,
  ask: () => T,
  onError: (error: unknown) => void,
): Exclude<T, PromiseLike<unknown>> | undefined {
  try {
    const answer = ask();
    if (!isPromise(answer)) return answer as Exclude<T, PromiseLike<unknown>>;
    // Its failure would otherwise end the host's process.
    answer.then(undefined, onError);
    throw new TypeError(`${what}: expected an answer at once, got a promise`);
  } catch (error) {
    onError(error);
    return undefined;
  }
}

export function isPromise(answer: unknown): answer is PromiseLike<unknown> {
  return typeof (answer as { then?: unknown } | null | undefined)?.then === 'function';
}
