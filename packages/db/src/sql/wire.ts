/** A stored moment as it is written on the wire. */
export function wireTime(at: Date): string;
export function wireTime(at: Date | null): string | null;
export function wireTime(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

/** A stored bigint as a number; counts and ids stay far below 2^53. */
export function wireNumber(value: bigint | number): number;
export function wireNumber(value: bigint | number | null): number | null;
export function wireNumber(value: bigint | number | null): number | null {
  return value === null ? null : Number(value);
}
