import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeWeights } from './whole-weights.ts';

const sample = fc.record({
  at: fc.integer({ min: 0, max: 180_000 }),
  endpoint: fc.constantFrom('GET /a', 'GET /b'),
  status: fc.constantFrom(200, 301, 404, 500, 503, null),
  weight: fc.option(fc.double({ min: 1, max: 1_000, noNaN: true }), { nil: undefined }),
});
const samples = fc.array(sample, { maxLength: 200 });

const isErrorOf = {
  all: () => true,
  client: (status: number | null) => status !== null && status >= 400 && status < 500,
  server: (status: number | null) => status !== null && status >= 500,
  none: (status: number | null) => status === null,
  good: (status: number | null) => status !== null && status < 400,
};

describe('wholeWeights', () => {
  it('counts a batch, each window of it, and each kind of answer in a window, within 1 of what its weights add up to', () => {
    fc.assert(
      fc.property(samples, (batch) => {
        const counts = wholeWeights(batch);
        const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
        const total = sum(batch.map(({ weight = 1 }) => weight));
        expect(Math.abs(sum(counts) - total)).toBeLessThan(1 + 1e-6);
        const windows = new Set(batch.map(({ at, endpoint }) => `${Math.floor(at / 60_000)} ${endpoint}`));
        for (const window of windows) {
          for (const isIn of Object.values(isErrorOf)) {
            let [counted, weighed] = [0, 0];
            batch.forEach(({ at, endpoint, status, weight = 1 }, index) => {
              if (`${Math.floor(at / 60_000)} ${endpoint}` !== window || !isIn(status)) return;
              counted += counts[index]!;
              weighed += weight;
            });
            expect(Math.abs(counted - weighed)).toBeLessThan(1 + 1e-6);
          }
        }
      }),
    );
  });

  it('rounds many small batches neither up nor down: 10,000 requests sampled at 40 %, one a batch', () => {
    const batches = Array.from({ length: 4_000 }, (_, n) => [
      { at: 1_769_850_000_000 + n * 1_237, endpoint: 'GET /a', status: 200, weight: 2.5 },
    ]);
    const counted = batches.reduce((sum, batch) => sum + wholeWeights(batch)[0]!, 0);
    expect(Math.abs(counted / 10_000 - 1)).toBeLessThan(0.01);
  });

  it('gives whole numbers of at least 1, whole weights unchanged, and the same again for the same batch', () => {
    fc.assert(
      fc.property(samples, (batch) => {
        const counts = wholeWeights(batch);
        expect(counts.every((count) => Number.isSafeInteger(count) && count >= 1)).toBe(true);
        expect(wholeWeights(batch)).toEqual(counts);
        const whole = batch.map((each) => ({ ...each, weight: Math.ceil(each.weight ?? 1) }));
        expect(wholeWeights(whole)).toEqual(whole.map(({ weight }) => weight));
      }),
    );
  });
});
