import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@apiscope/core/clock';
import type { Rest } from '@apiscope/db/retention/rest';

/** Longest rest after one piece of work, ms. */
const longestRest = 1_000;

/**
 * After each piece of work rests for as long as it took, so that at most half of the time of the database goes to retention: on the
 * embedded one, which does one thing at a time, as on a server.
 */
export function takeTurns(clock: Clock): Rest {
  return async (work) => {
    const startedAt = clock.monotonic();
    await work();
    await sleep(Math.min(clock.monotonic() - startedAt, longestRest));
  };
}
