import { setTimeout as sleep } from 'node:timers/promises';
import { backoffDelay, defaultBackoff } from '@apiscope/core/batch/backoff';
import type { Logger } from 'pino';

/**
 * Tries until it succeeds, pausing longer after each failure; a stream that is open waits for the database instead of
 * failing. @returns undefined when the signal aborted first.
 */
export async function retryUntil<T>(
  attempt: () => Promise<T>,
  { signal, log }: { signal: AbortSignal; log: Logger },
): Promise<T | undefined> {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (failures === 1) log.warn({ err: error }, 'a stream could not be read; it is tried again');
      await sleep(backoffDelay(failures, { ...defaultBackoff, capMs: 3_000 }), undefined, { signal }).catch(
        () => {},
      );
    }
  }
  return undefined;
}
