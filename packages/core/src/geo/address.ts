/** Bytes of an IP address, most significant first: 4 for IPv4, 16 for IPv6. */
export type AddressBytes = readonly number[];

/** Longest text looked at: a bracketed IPv6 address with zone and port is shorter. */
const maxLength = 100;

/**
 * The canonical form of an IP address as headers and sockets give it, or null when it is none: dotted decimal for IPv4, RFC 5952
 * for IPv6. Port, brackets, zone id and surrounding blanks go; IPv4-mapped IPv6 (`::ffff:10.0.0.1`) becomes IPv4. IPv4 must be four
 * decimal numbers without leading zeros: octal, hexadecimal and short forms are null, not guessed at.
 */
export function parseAddress(text: string): string | null {
  const bytes = readAddress(stripDecoration(text));
  return bytes === null ? null : formatAddress(bytes);
}

/** Bytes of a bare address (no port, brackets or zone), IPv4-mapped ones as IPv4; null when it is none. */
export function readAddress(text: string): AddressBytes | null {
  if (text.length > maxLength) return null;
  const bytes = text.includes(':') ? readIpv6(text) : readIpv4(text);
  if (bytes?.length === 16 && isMapped(bytes)) return bytes.slice(12);
  return bytes;
}

/** Canonical text of 4 or 16 bytes; the longest run of two or more zero groups becomes `::` (RFC 5952). */
export function formatAddress(bytes: AddressBytes): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, n) => bytes[2 * n]! * 256 + bytes[2 * n + 1]!);
  const longest = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === 0) end++;
    if (end - start > longest.length) Object.assign(longest, { start, length: end - start });
  }
  const hex = groups.map((group) => group.toString(16));
  if (longest.length < 2) return hex.join(':');
  return `${hex.slice(0, longest.start).join(':')}::${hex.slice(longest.start + longest.length).join(':')}`;
}

function stripDecoration(text: string): string {
  if (text.length > maxLength) return '';
  const trimmed = text.trim();
  const bare = trimmed.startsWith('[')
    ? (/^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed)?.[1] ?? '')
    : trimmed.replace(/^([\d.]+):\d{1,5}$/, '$1');
  return bare.includes(':') ? bare.replace(/%.*$/, '') : bare;
}

function isMapped(bytes: AddressBytes): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
}

function readIpv4(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function readIpv6(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = [readGroups(halves[0]!, halves.length === 1), readGroups(halves[1] ?? '', true)];
  if (head === null || tail === null) return null;
  const missing = 16 - head.length - tail.length;
  // `::` stands for at least one group.
  if (halves.length === 2 ? missing < 2 : missing !== 0) return null;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** Bytes of `a:b:c`, the last group as dotted decimal where that may stand; '' is none. */
function readGroups(text: string, atEnd: boolean): number[] | null {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [n, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
      continue;
    }
    const ipv4 = atEnd && n === groups.length - 1 ? readIpv4(group) : null;
    if (ipv4 === null) return null;
    bytes.push(...ipv4);
  }
  return bytes;
}
