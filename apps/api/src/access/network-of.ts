import { readAddress } from '@apiscope/core/geo/address';

/** An IPv4 address, or the 64 bits of an IPv6 one that its network has: the rest its owner chooses freely. */
export function networkOf(address: string | null): string {
  const bytes = address === null ? null : readAddress(address);
  if (bytes === null || bytes.length === 4) return address ?? 'unknown';
  return bytes.slice(0, 8).join(':');
}
