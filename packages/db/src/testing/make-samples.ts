import type { Sample } from '@apiscope/core/metrics/sample';

/** A random number in [0, 1) that comes in the same order for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Requests of a few endpoints with a long-tailed latency, anywhere in the range, milliseconds since the UTC epoch. */
export function makeSamples(
  count: number,
  { seed, from, to, endpoints = 4 }: { seed: number; from: number; to: number; endpoints?: number },
): Sample[] {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  return Array.from({ length: count }, () => ({
    at: Math.floor(from + random() * (to - from)),
    endpoint: `GET /things/${Math.floor(random() * endpoints)}`,
    status: pick([200, 200, 200, 201, 404, 499, 500, null]),
    duration: random() < 0.1 ? null : Math.exp(random() * 8),
    requestSize: random() < 0.3 ? null : Math.floor(random() * 5_000),
    responseSize: random() < 0.3 ? null : Math.floor(random() * 50_000),
    country: pick(['NL', 'US', null]),
  }));
}
