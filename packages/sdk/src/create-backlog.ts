import type { Clock } from '@apiscope/core/clock';

/** Work that is done between the host's own. */
export type Backlog<T> = {
  add(item: T): void;
  /** Does all of it now. */
  drain(): void;
};

/** Items that wait at most. */
const maxWaiting = 1_000;
/** Longest that work may hold the event loop at a time, ms. */
const maxSlice = 4;

/**
 * Puts work off until after what the host is doing, and does it in order and in slices. `work` must not throw. An item too many
 * goes to `overflow` at once, so that neither memory nor what waits grows without end.
 */
export function createBacklog<T>({
  work,
  overflow,
  defer,
  clock,
}: {
  work: (item: T) => void;
  overflow: (item: T) => void;
  defer: (run: () => void) => void;
  clock: Clock;
}): Backlog<T> {
  let waiting: T[] = [];
  let next = 0;
  let isScheduled = false;

  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    defer(runSlice);
  };
  const reset = () => {
    waiting = [];
    next = 0;
  };
  const runSlice = () => {
    isScheduled = false;
    const until = clock.monotonic() + maxSlice;
    while (next < waiting.length) {
      work(waiting[next++]!);
      if (next < waiting.length && clock.monotonic() > until) {
        schedule();
        return;
      }
    }
    reset();
  };

  return {
    add(item) {
      if (waiting.length - next >= maxWaiting) {
        overflow(item);
        return;
      }
      waiting.push(item);
      schedule();
    },
    drain() {
      while (next < waiting.length) work(waiting[next++]!);
      reset();
    },
  };
}
