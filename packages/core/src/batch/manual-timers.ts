import { type Clock, fixedClock } from '../clock.ts';
import type { Timers } from './timers.ts';

/** A clock and timers that move only when told to. `advance` fires what falls due, in order, letting promises settle between. */
export type ManualTimers = Timers & { clock: Clock; pending(): number; advance(ms: number): Promise<void> };

export function manualTimers(startMs = 0): ManualTimers {
  const clock = fixedClock(startMs);
  const waiting = new Map<number, { at: number; run: () => void }>();
  let nextHandle = 1;

  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  const earliest = (until: number) => {
    let found: [number, { at: number; run: () => void }] | undefined;
    for (const entry of waiting) {
      if (entry[1].at <= until && (found === undefined || entry[1].at < found[1].at)) found = entry;
    }
    return found;
  };

  return {
    clock,
    pending: () => waiting.size,
    set(run, ms) {
      const handle = nextHandle++;
      waiting.set(handle, { at: clock.monotonic() + Math.max(0, ms), run });
      return handle;
    },
    clear(handle) {
      waiting.delete(handle as number);
    },
    async advance(ms) {
      await settle();
      const until = clock.monotonic() + ms;
      for (let due = earliest(until); due !== undefined; due = earliest(until)) {
        waiting.delete(due[0]);
        clock.advance(due[1].at - clock.monotonic());
        due[1].run();
        await settle();
      }
      clock.advance(until - clock.monotonic());
      await settle();
    },
  };
}
