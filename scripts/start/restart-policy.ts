/** When a child that died is started again. All times in milliseconds. */
export type RestartPolicy = {
  firstDelayMs: number;
  longestDelayMs: number;
  /** A child that was ready for this long starts from `firstDelayMs` again. */
  healthyAfterMs: number;
};

export const restartPolicy: RestartPolicy = {
  firstDelayMs: 500,
  longestDelayMs: 10_000,
  healthyAfterMs: 30_000,
};

/** Delay before the next start after `failures` deaths in a row (0 = the first): doubles up to the longest. */
export function restartDelay(policy: RestartPolicy, failures: number): number {
  return Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** failures);
}
