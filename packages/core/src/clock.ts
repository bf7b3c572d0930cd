/** Where the time comes from, so that tests can own it. */
export type Clock = {
  /** Wall clock, milliseconds since the UTC epoch. */
  now(): number;
  /** Monotonic clock, float milliseconds from an arbitrary origin: the one for durations. */
  monotonic(): number;
};

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** A clock that stands still until told otherwise. */
export function fixedClock(startMs: number): Clock & { advance(ms: number): void } {
  let elapsed = 0;
  return {
    now: () => startMs + elapsed,
    monotonic: () => elapsed,
    advance: (ms) => {
      elapsed += ms;
    },
  };
}
