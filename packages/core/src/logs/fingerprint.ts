/** FNV-1a, 64 bits: offset basis and prime, each as its high and low half. */
const basis = { high: 0xcbf29ce4, low: 0x84222325 };
const primeLow = 0x1b3;
/** The prime is 2^40 + 0x1b3, so its high half shifts by eight bits. */
const primeHighShift = 8;

/**
 * A stable identity of a pattern: FNV-1a with 64 bits over its UTF-8 bytes, 16 lower-case hex digits, the same on every machine
 * (http://www.isthe.com/chongo/tech/comp/fnv/). Not a secret and not proof against forged collisions.
 */
export function fingerprint(pattern: string): string {
  let { high, low } = basis;
  for (const byte of new TextEncoder().encode(pattern)) {
    low = (low ^ byte) >>> 0;
    // (high·2^32 + low) · (2^40 + 0x1b3) mod 2^64; the products stay below 2^53.
    const product = low * primeLow;
    const carry = Math.floor(product / 2 ** 32);
    high = (high * primeLow + carry + ((low << primeHighShift) >>> 0)) % 2 ** 32;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
