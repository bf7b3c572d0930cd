import { systemRandom } from '../ids.ts';

/** How long to wait between attempts. */
export type Backoff = {
  /** Ceiling of the first wait, ms. */
  baseMs: number;
  /** Ceiling of every wait, ms. */
  capMs: number;
  /** Uniform in [0, 1); injected so that tests own the jitter. */
  random: () => number;
};

export const defaultBackoff: Backoff = { baseMs: 250, capMs: 15_000, random: systemRandom };

/**
 * Wait before attempt `failures + 1`, ms: capped exponential, half fixed and half random ("equal jitter"), so that
 * processes that failed together do not come back together and none comes back at once.
 */
export function backoffDelay(failures: number, { baseMs, capMs, random }: Backoff): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(Math.max(0, failures - 1), 30));
  return ceiling / 2 + (ceiling / 2) * random();
}
