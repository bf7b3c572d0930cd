import { type AddressBytes, parseAddress, readAddress } from './address.ts';

/** A set of IP addresses. */
export type CidrSet = {
  /** True when the address, in any form `parseAddress` reads, is in the set; false for text that is no address. */
  has(address: string): boolean;
};

type Prefix = { bytes: AddressBytes; bits: number };

/** Names that stand for ranges in a list. */
export const addressRanges: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  cgnat: ['100.64.0.0/10'],
};

/**
 * A set from addresses (`192.0.2.7`), prefixes (`10.0.0.0/8`, `fd00::/8`) and the names `loopback`, `private`, `link-local`, `cgnat`.
 * IPv4 and IPv4-mapped IPv6 are the same addresses. Bits beyond a prefix are ignored; empty entries are skipped.
 * @throws Error naming the first entry that is none of these
 */
export function createCidrSet(entries: readonly string[]): CidrSet {
  const prefixes = entries.flatMap((entry) => {
    const text = entry.trim();
    if (text === '') return [];
    const range = Object.hasOwn(addressRanges, text.toLowerCase())
      ? addressRanges[text.toLowerCase()]!
      : [text];
    return range.map(readPrefix);
  });

  return {
    has(address) {
      const canonical = parseAddress(address);
      const bytes = canonical === null ? null : readAddress(canonical);
      return bytes !== null && prefixes.some((prefix) => isWithin(bytes, prefix));
    },
  };
}

function readPrefix(entry: string): Prefix {
  const [address = '', length, ...rest] = entry.split('/');
  const bytes = readAddress(address);
  const names = Object.keys(addressRanges).join(', ');
  const invalid = new Error(
    `Not an address, a prefix such as 10.0.0.0/8, or one of ${names}: ${JSON.stringify(entry)}`,
  );
  if (bytes === null || rest.length > 0) throw invalid;
  if (length === undefined) return { bytes, bits: bytes.length * 8 };
  // A prefix of mapped addresses counts the 96 bits that mapping adds.
  const bits = Number(length) - (bytes.length === 4 && address.includes(':') ? 96 : 0);
  if (!/^\d{1,3}$/.test(length) || bits < 0 || bits > bytes.length * 8) throw invalid;
  return { bytes, bits };
}

function isWithin(bytes: AddressBytes, { bytes: base, bits }: Prefix): boolean {
  if (bytes.length !== base.length) return false;
  const whole = bits >> 3;
  for (let n = 0; n < whole; n++) if (bytes[n] !== base[n]) return false;
  const spare = 8 - (bits & 7);
  return spare === 8 || bytes[whole]! >> spare === base[whole]! >> spare;
}
