/** A source of numbers that is the same for the same seed, on every machine. */
export type Random = {
  /** Uniform, 0 ≤ x < 1. */
  next(): number;
  /** Whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** Log-normal: half of the values are below `median`; `sigma` is the standard deviation of the logarithm. */
  logNormal(median: number, sigma: number): number;
  /** Number of events of a Poisson process that expects `mean` of them; exact below 30, the normal approximation above. */
  poisson(mean: number): number;
  /** One of the items, by weight. */
  pick<T extends { readonly weight: number }>(items: readonly T[]): T;
  /** Hexadecimal digits. */
  hex(length: number): string;
};

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough for made-up traffic and nothing more. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    poisson: (mean) => {
      if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      let count = -1;
      for (let product = 1; product > Math.exp(-mean); count++) product *= next();
      return Math.max(0, count);
    },
    pick: (items) => {
      let left = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      const chosen = items.find(({ weight }) => {
        left -= weight;
        return left < 0;
      });
      return chosen ?? items.at(-1)!;
    },
    hex: (length) => Array.from({ length }, () => integer(0, 15).toString(16)).join(''),
  };
}

/** A seed of its own for each part of a scenario, so that one part's length doesn't change the next. */
export function seedOf(seed: number, part: string): number {
  let hash = (2_166_136_261 ^ seed) >>> 0;
  for (const char of part) hash = Math.imul(hash ^ char.codePointAt(0)!, 16_777_619) >>> 0;
  return hash;
}
