import { parseAddress } from './address.ts';
import type { CidrSet } from './cidr-set.ts';

/** What is known of a connection and its request headers. */
export type Connection = {
  /** Value of a header by lower-case name; repeated ones joined by commas. */
  headers: (name: string) => string | undefined;
  /** Address at the other end of the socket; null where there is none. */
  peerAddress: string | null;
  trustedProxies: CidrSet;
};

/** Hops looked at; a longer list is someone playing. */
const maxHops = 50;

/** True when the peer may speak for others: then, and only then, do its forwarded and geo headers count. */
export function isPeerTrusted({ peerAddress, trustedProxies }: Connection): boolean {
  return peerAddress !== null && trustedProxies.has(peerAddress);
}

/**
 * Canonical address of the client: the peer, or where the peer is a trusted proxy, the first untrusted hop counted from the right
 * of `X-Forwarded-For` (of `Forwarded`, RFC 7239, where that is absent); the leftmost when all are trusted. What stands left of that hop
 * was written by the client and is ignored. Null when that hop is no address (`unknown`, `_hidden`, garbage).
 */
export function clientAddress(connection: Connection): string | null {
  const peer = connection.peerAddress === null ? null : parseAddress(connection.peerAddress);
  if (!isPeerTrusted(connection)) return peer;
  let client = peer;
  for (const hop of forwardedHops(connection.headers)) {
    client = parseAddress(hop);
    if (client === null || !connection.trustedProxies.has(client)) return client;
  }
  return client;
}

/** Hops from the nearest to the farthest. */
function forwardedHops(headers: Connection['headers']): string[] {
  const list = headers('x-forwarded-for');
  if (list !== undefined && list.trim() !== '') return lastItems(list).filter((hop) => hop !== '');
  return lastItems(headers('forwarded') ?? '')
    .map((element) => /(?:^|;)\s*for\s*=\s*("[^"]*"|[^";\s]+)/i.exec(element)?.[1])
    .filter((hop) => hop !== undefined)
    .map((hop) => hop.replace(/^"|"$/g, ''));
}

/** The last comma-separated items, rightmost first; only the end of an overlong header is split at all. */
function lastItems(list: string): string[] {
  return list
    .slice(-maxHops * 100)
    .split(',')
    .slice(-maxHops)
    .reverse()
    .map((item) => item.trim());
}
