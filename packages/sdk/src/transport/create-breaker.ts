import type { Clock } from '@apiscope/core/clock';

/** Keeps callers away from a receiver that fails again and again. */
export type Breaker = {
  /** Whether a call may be tried now. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
  /** Lets one call through although the breaker is open, where it was not held. */
  probe(): void;
  /** Lets no call through for `ms`. */
  hold(ms: number): void;
  /** Milliseconds until a call may be tried; 0 when it may be now. */
  wait(): number;
};

/**
 * A circuit breaker. Closed, it lets every call through. After `threshold` failures in a row it opens for `cooldownMs`, then lets one call
 * through: its success closes the breaker, its failure opens it for as long again.
 */
export function createBreaker({
  threshold,
  cooldownMs,
  clock,
}: {
  threshold: number;
  cooldownMs: number;
  clock: Clock;
}): Breaker {
  let failures = 0;
  let openUntil = Number.NEGATIVE_INFINITY;
  let heldUntil = Number.NEGATIVE_INFINITY;
  const wait = () => Math.max(0, Math.max(openUntil, heldUntil) - clock.monotonic());
  return {
    allows: () => wait() === 0,
    wait,
    hold(ms) {
      heldUntil = Math.max(heldUntil, clock.monotonic() + ms);
    },
    probe() {
      openUntil = Number.NEGATIVE_INFINITY;
    },
    succeeded() {
      failures = 0;
    },
    failed() {
      failures++;
      if (failures >= threshold) openUntil = clock.monotonic() + cooldownMs;
    },
  };
}
