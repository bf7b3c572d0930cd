/** Attributes by name. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The first of some attributes that is a whole number ≥ 0, also one written as text; null when none is. */
export function readNumber(attributes: Attributes, names: readonly string[]): number | null {
  for (const name of names) {
    const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  }
  return null;
}
