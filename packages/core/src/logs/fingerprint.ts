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
  const isAscii = /^\p{ASCII}*$/u.test(pattern);
  const bytes = isAscii ? null : new TextEncoder().encode(pattern);
  const length = bytes?.length ?? pattern.length;
  for (let at = 0; at < length; at++) {
    low ^= bytes === null ? pattern.charCodeAt(at) : bytes[at]!;
    // (high·2^32 + low) · (2^40 + 0x1b3) mod 2^64, the low half in halves of its own so that all stays within 32 bits.
    const lowest = (low & 0xffff) * primeLow;
    const middle = (low >>> 16) * primeLow + (lowest >>> 16);
    high = (Math.imul(high, primeLow) + (middle >>> 16) + (low << primeHighShift)) | 0;
    low = (middle << 16) | (lowest & 0xffff);
  }
  return hex(high) + hex(low);
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}
