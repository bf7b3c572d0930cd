import { formatAddress, parseAddress, readAddress } from './address.ts';
import { createCidrSet } from './cidr-set.ts';

/**
 * Ranges that are not reachable over the public internet, or that reach back inside: the IANA special-purpose registries for
 * IPv4 (RFC 6890 and updates) and IPv6. Deprecated tunnels that can carry an inner address (6to4, Teredo, IPv4-compatible,
 * site-local) are refused whole.
 */
const notPublic = createCidrSet([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]);

/** NAT64: the last four bytes are the IPv4 address really reached (RFC 6052). */
const nat64 = createCidrSet(['64:ff9b::/96']);

/**
 * True for every address that is not a public unicast one: loopback, private, link-local (cloud metadata too), carrier-grade NAT,
 * unique local, documentation, multicast, reserved, and IPv6 forms that wrap one of these. True as well for text that
 * is no address, so that a guard built on it fails closed.
 */
export function isPrivateAddress(address: string): boolean {
  const canonical = parseAddress(address);
  if (canonical === null) return true;
  if (nat64.has(canonical)) return notPublic.has(formatAddress(readAddress(canonical)!.slice(12)));
  return notPublic.has(canonical);
}
