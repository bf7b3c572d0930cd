/** Where identifiers come from, so that tests can own them. */
export type NewId = () => string;

/** Random RFC 9562 version 4 UUID; needs Web Crypto, which browsers and Node ≥ 20 have. */
export const randomId: NewId = () => globalThis.crypto.randomUUID();

/** Uniform in [0, 1), for jitter and sampling; never for secrets. */
export const systemRandom = (): number => Math.random();

/** Ids that count up: `prefix-1`, `prefix-2` … for tests and deterministic seeds. */
export function countingId(prefix: string): NewId {
  let next = 0;
  return () => `${prefix}-${++next}`;
}
