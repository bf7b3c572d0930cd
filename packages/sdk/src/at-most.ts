import { systemTimers } from '@apiscope/core/batch/timers';

/** Resolves with the work, or after `ms`, whichever comes first. The work must not reject. */
export function atMost(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = systemTimers.set(resolve, ms, true);
    void work.then(() => {
      systemTimers.clear(timer);
      resolve();
    });
  });
}
