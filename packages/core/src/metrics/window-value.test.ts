import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sketchToBytes } from './sketch-bytes.ts';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  mergeWindowValues,
  type Observation,
  observe,
  summarise,
  type WindowValue,
} from './window-value.ts';

const plain: Observation = {
  statusCode: 200,
  durationMs: 10,
  requestSize: 0,
  responseSize: 100,
  country: 'DE',
};

function windowOf(observations: readonly Partial<Observation>[]): WindowValue {
  return observations.reduce<WindowValue>(
    (value, part) => observe(value, { ...plain, ...part }),
    emptyWindowValue(),
  );
}

/** Two values as equal as they must be: all counts and the sketch's bytes exactly, the float sum but for rounding. */
function expectSame(a: WindowValue, b: WindowValue): void {
  expect({ ...a, sketch: sketchToBytes(a.sketch), latencySum: 0 }).toEqual({
    ...b,
    sketch: sketchToBytes(b.sketch),
    latencySum: 0,
  });
  expect(Math.abs(a.latencySum - b.latencySum)).toBeLessThanOrEqual(1e-4 + 1e-9 * b.latencySum);
}

const observation: fc.Arbitrary<Observation> = fc.record({
  statusCode: fc.option(fc.integer({ min: 100, max: 599 })),
  durationMs: fc.option(fc.double({ min: 0, max: 10_000, noNaN: true })),
  requestSize: fc.option(fc.nat(1e6)),
  responseSize: fc.option(fc.nat(1e6)),
  country: fc.option(fc.constantFrom('DE', 'US', 'JP', '__proto__', 'constructor')),
  count: fc.integer({ min: 1, max: 1_000 }),
  approximate: fc.boolean(),
});
const observations = fc.array(observation, { maxLength: 40 });

describe('observe', () => {
  it('counts errors by kind; no response is an error of neither side, 499 one of the client', () => {
    const value = windowOf(
      [200, 302, 399, 400, 404, 499, 500, 503, null].map((statusCode) => ({ statusCode })),
    );
    expect(value).toMatchObject({ trafficCount: 9, errorCount: 6, clientErrorCount: 3, serverErrorCount: 2 });
  });

  it('keeps unknown latencies out of the percentiles and the mean', () => {
    const value = windowOf([
      { durationMs: 100 },
      { durationMs: null },
      { durationMs: -5 },
      { durationMs: Number.NaN },
    ]);
    expect(summarise(value)).toMatchObject({
      trafficCount: 4,
      avgLatency: 100,
      p50Latency: 100,
      p99Latency: 100,
    });
  });

  it('adds known sizes; a size of 0 is known', () => {
    expect(windowOf([{ requestSize: null, responseSize: null }])).toMatchObject({
      requestSize: null,
      responseSize: null,
    });
    const value = windowOf([
      { requestSize: 0 },
      { requestSize: null },
      { requestSize: 7, responseSize: null },
    ]);
    expect(value).toMatchObject({ requestSize: 7, responseSize: 200 });
  });

  it('counts per country, what is no code as unknown', () => {
    const value = windowOf([
      {},
      { statusCode: 500 },
      { country: null },
      { country: '__proto__' },
      { country: 'de' },
    ]);
    expect(value.countries).toEqual({ DE: { count: 2, errors: 1 }, '': { count: 3, errors: 0 } });
  });
});

describe('a request that stands for others', () => {
  it('counts as that many alike, in every count, sum, size, country and percentile', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const scaled = windowOf(all.map((each) => ({ ...each, approximate: false })));
        const repeated = windowOf(
          all.flatMap(({ count = 1, ...each }) =>
            Array.from({ length: count }, () => ({ ...each, approximate: false })),
          ),
        );
        expectSame({ ...scaled, latencySum: 0 }, { ...repeated, latencySum: 0 });
        expect(Math.abs(scaled.latencySum - repeated.latencySum)).toBeLessThanOrEqual(
          1e-9 * repeated.latencySum,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('makes its window approximate, and every merge with it', () => {
    const [exact, estimate] = [windowOf([{}]), windowOf([{}, { count: 3, approximate: true }])];
    expect([exact.approximate, estimate.approximate]).toEqual([false, true]);
    expect(mergeWindowValues(exact, estimate).approximate).toBe(true);
    expect(mergeWindowValues(estimate, exact).approximate).toBe(true);
  });
});

describe('summarise', () => {
  it('answers an empty value without dividing by nothing', () => {
    expect(summarise(emptyWindowValue())).toEqual({
      trafficCount: 0,
      errorRate: 0,
      clientErrorCount: 0,
      serverErrorCount: 0,
      p50Latency: null,
      p95Latency: null,
      p99Latency: null,
      avgLatency: null,
      requestSize: null,
      responseSize: null,
      approximate: false,
    });
  });

  it('gives the error rate in percent with decimals', () => {
    expect(summarise(windowOf([{ statusCode: 500 }, {}, {}])).errorRate).toBeCloseTo(33.333333, 5);
  });
});

describe('merging', () => {
  it('equals observing everything in one value', () => {
    fc.assert(
      fc.property(observations, observations, (a, b) => {
        expectSame(mergeWindowValues(windowOf(a), windowOf(b)), windowOf([...a, ...b]));
      }),
    );
  });

  it('is associative and commutative', () => {
    fc.assert(
      fc.property(observations, observations, observations, (a, b, c) => {
        const [x, y, z] = [windowOf(a), windowOf(b), windowOf(c)];
        expectSame(
          mergeWindowValues(mergeWindowValues(x, y), z),
          mergeWindowValues(x, mergeWindowValues(z, y)),
        );
      }),
    );
  });

  it('changes neither argument; folding changes the target alone', () => {
    const [a, b] = [windowOf([{}]), windowOf([{ country: 'US' }])];
    const before = structuredClone([a, b]);
    mergeWindowValues(a, b);
    expect([a, b]).toEqual(before);
    expectSame(mergeIntoWindowValue(a, b), mergeWindowValues(before[0]!, before[1]!));
    expect(b).toEqual(before[1]);
  });
});
