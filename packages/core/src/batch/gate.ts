import { systemTimers, type Timers } from './timers.ts';

/** Runs work when there is a place for it. @throws what the gate's limit says when none was free in time. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** How long work waits for a place, ms, and what it is told when there was none. */
export type GateLimit = { longestWaitMs: number; refuse: () => Error };

/** A gate with so many places: further work waits, first come first served, without end unless a limit is given. */
export function createGate(places: number, limit?: GateLimit, timers: Timers = systemTimers): Gate {
  const waiting = new Set<() => void>();
  let free = places;

  const wait = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const enter = (): void => {
        if (timer !== undefined) timers.clear(timer);
        resolve();
      };
      const giveUp = ({ refuse }: GateLimit): void => {
        waiting.delete(enter);
        reject(refuse());
      };
      const timer = limit && timers.set(() => giveUp(limit), limit.longestWaitMs, true);
      waiting.add(enter);
    });

  return async (work) => {
    if (free > 0) free--;
    else await wait();
    try {
      return await work();
    } finally {
      // A place is handed on, so that nobody slips in before who waits.
      const [next] = waiting;
      if (next) {
        waiting.delete(next);
        next();
      } else free++;
    }
  };
}
