/** A trace id of 32 or a span id of 16 hexadecimal digits, not all zeros; null for anything else. */
export function readId(id: string, length: 16 | 32): string | null {
  return id.length === length && !/^0+$/.test(id) ? id : null;
}
