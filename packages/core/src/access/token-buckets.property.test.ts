import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenBuckets } from './token-buckets.ts';

const rule = fc.record({
  quota: fc.integer({ min: 1, max: 50 }),
  windowMs: fc.integer({ min: 100, max: 60_000 }),
});
const steps = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 300 });

describe('token buckets', () => {
  it('let through what a bucket of tokens, filled drop by drop, would', () => {
    fc.assert(
      fc.property(rule, steps, ({ quota, windowMs }, waits) => {
        const buckets = createTokenBuckets({ quota, windowMs }, { maxKeys: 10 });
        let tokens = quota;
        let now = 1_000;
        for (const wait of waits) {
          now += wait;
          tokens = Math.min(quota, tokens + (wait * quota) / windowMs);
          // At the very edge either answer is right.
          if (Math.abs(tokens - Math.round(tokens)) < 1e-6 && Math.round(tokens) !== quota)
            tokens = Math.round(tokens);
          const looked = buckets.look('a', now);
          const taken = buckets.take('a', now);
          expect(taken.isAllowed).toBe(looked.isAllowed);
          expect(taken.isAllowed).toBe(tokens >= 1);
          if (taken.isAllowed) tokens -= 1;
          else expect(buckets.look('a', now + taken.waitMs + 0.001).isAllowed).toBe(true);
          expect(Math.abs(taken.remaining - Math.floor(tokens + 1e-6))).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('never let through more than the quota at once and its refill after', () => {
    fc.assert(
      fc.property(rule, steps, ({ quota, windowMs }, waits) => {
        const buckets = createTokenBuckets({ quota, windowMs }, { maxKeys: 10 });
        let now = 0;
        let passed = 0;
        for (const wait of waits) {
          now += wait;
          if (buckets.take('a', now).isAllowed) passed++;
        }
        expect(passed).toBeLessThanOrEqual(quota + (now * quota) / windowMs + 1e-6);
      }),
    );
  });

  it('keep keys apart, and no more of them than they may', () => {
    const buckets = createTokenBuckets({ quota: 2, windowMs: 1_000 }, { maxKeys: 100 });
    expect([1, 2, 3].map(() => buckets.take('a', 0).isAllowed)).toEqual([true, true, false]);
    expect(buckets.take('b', 0).isAllowed).toBe(true);
    for (let n = 0; n < 100_000; n++) buckets.take(`k${n}`, 0);
    expect(buckets.size).toBe(100);
  });
});
