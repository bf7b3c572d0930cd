import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@apiscope/core/clock';

/** Keeps long work from holding up everybody else. */
export type Breather = {
  /** Whether the work has gone on for long enough. */
  isDue(): boolean;
  /** Lets everything else that is ready have its turn. */
  rest(): Promise<void>;
};

/** Longest work without a rest, ms, unless one step of it alone takes longer. */
const stretchMs = 5;

export function createBreather({ monotonic }: Clock): Breather {
  let since = monotonic();
  return {
    isDue: () => monotonic() - since > stretchMs,
    async rest() {
      await nextTurn();
      since = monotonic();
    },
  };
}
