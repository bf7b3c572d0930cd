/** How much a bucket holds, and in how long an empty one is full again. */
export type BucketRule = { quota: number; windowMs: number };

/** What came of asking for one token. */
export type Taken = {
  isAllowed: boolean;
  /** Whole tokens that are left. */
  remaining: number;
  /** Milliseconds until there is a token; 0 when there is one. */
  waitMs: number;
  /** Milliseconds until the bucket is full. */
  fullMs: number;
};

export type TokenBuckets = {
  /** Takes `tokens`, by default one, at `now`, a monotonic time in ms; a refused request takes none. More than a bucket holds empties it. */
  take(key: string, now: number, tokens?: number): Taken;
  /** Says what {@link take} of one would, and takes nothing. */
  look(key: string, now: number): Taken;
  /** Buckets that are kept. */
  readonly size: number;
};

/**
 * Token buckets by key, in bounded memory: of each only the moment is kept at which it will be full (the generic cell rate algorithm), and of
 * more than `maxKeys` those go that were used longest ago. Whoever comes with that many keys in turn starts with a full bucket again, so that
 * memory, not the limit, is what holds against a flood from everywhere.
 */
export function createTokenBuckets(
  { quota, windowMs }: BucketRule,
  { maxKeys }: { maxKeys: number },
): TokenBuckets {
  const costMs = windowMs / quota;
  const fullAt = new Map<string, number>();

  const judge = (key: string, now: number, tokens = 1): Taken => {
    const debtMs = Math.max(0, (fullAt.get(key) ?? 0) - now);
    // A hair of tolerance, since the cost of a token is seldom a whole number.
    const waitMs = Math.max(0, debtMs + tokens * costMs - windowMs - 1e-6);
    const remaining = Math.max(0, Math.floor((windowMs - debtMs) / costMs + 1e-9));
    return { isAllowed: waitMs === 0, remaining, waitMs, fullMs: debtMs };
  };

  return {
    look: (key, now) => judge(key, now),
    take(key, now, asked = 1) {
      const tokens = Math.min(asked, quota);
      const before = judge(key, now, tokens);
      if (!before.isAllowed) return before;
      const fullMs = before.fullMs + tokens * costMs;
      fullAt.delete(key);
      fullAt.set(key, now + fullMs);
      if (fullAt.size > maxKeys) fullAt.delete(fullAt.keys().next().value!);
      return { isAllowed: true, remaining: Math.max(0, before.remaining - tokens), waitMs: 0, fullMs };
    },
    get size() {
      return fullAt.size;
    },
  };
}
