/** Milliseconds since the UTC epoch of nanoseconds since it, with their fraction as far as a double holds it. */
export function momentOf(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6;
}
