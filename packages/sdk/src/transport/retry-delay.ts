/** Bounds of the pauses between attempts, ms, and where the jitter comes from. */
export type RetryBounds = { baseMs: number; capMs: number; random: () => number };

/**
 * Pause before the next attempt, ms: uniform in [0, min(cap, base · 2^failures)) ("full jitter"), so that thousands of processes
 * that failed together come back apart. What the receiver asked for is the least.
 */
export function retryDelay(
  failures: number,
  { baseMs, capMs, random }: RetryBounds,
  asked: number | null,
): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(failures, 30));
  const jitter = random() * ceiling;
  return asked === null ? jitter : asked + Math.min(jitter, baseMs);
}

/** Longest that a receiver's Retry-After is obeyed, ms. */
const longest = 300_000;

/**
 * A Retry-After header (RFC 9110, 10.2.3) as milliseconds from `now`, at most 5 minutes: seconds, or a date; null when there is none or
 * it is neither.
 */
export function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return clamp(seconds * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : clamp(date - now);
}

function clamp(ms: number): number {
  return Math.min(longest, Math.max(0, ms));
}
