const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes on a ctrl-C that the terminal has sent to the whole group already: one key, two signals. */
const SAME_KEY_MS = 700;

/**
 * Turns signals into one request to stop. `signal` is aborted by the first; any that comes later than the echo of the
 * first calls `onForce`.
 */
export function listenForStop(onForce: () => void): { signal: AbortSignal; request(): void } {
  const controller = new AbortController();
  let requestedAt: number | undefined;
  const request = (): void => {
    requestedAt ??= performance.now();
    controller.abort();
  };
  for (const name of SIGNALS)
    process.on(name, () => {
      if (requestedAt !== undefined && performance.now() - requestedAt > SAME_KEY_MS) onForce();
      else request();
    });
  return { signal: controller.signal, request };
}
