import { parseAddress } from '../geo/address.ts';
import { type CidrSet, createCidrSet } from '../geo/cidr-set.ts';
import { isPrivateAddress } from '../geo/private-address.ts';

/** Kinds of address that lead inside, by name; whatever else is not public is caught by {@link isPrivateAddress}. */
const kinds: readonly (readonly [kind: string, addresses: CidrSet])[] = (
  [
    [
      'the address of a cloud’s metadata service',
      ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16'],
    ],
    ['an unspecified address', ['0.0.0.0/8', '::']],
    ['a loopback address', ['loopback']],
    ['a link-local address', ['link-local', 'fec0::/10']],
    ['an address of carrier-grade NAT', ['cgnat']],
    ['a private address', ['private']],
    ['the broadcast address', ['255.255.255.255']],
    ['a multicast address', ['224.0.0.0/4', 'ff00::/8']],
    [
      'an address of a tunnel, which may lead inside',
      ['2002::/16', '2001::/32', '64:ff9b::/96', '64:ff9b:1::/48', '::/96', '::ffff:0:0:0/96'],
    ],
  ] as const
).map(([kind, entries]) => [kind, createCidrSet(entries)]);

/**
 * Says why an IP address may not be connected to; null when it may. Everything that is not public unicast is refused unless `allowed`
 * has it: loopback, private, link-local, metadata, carrier-grade NAT, unique local, multicast, reserved, and IPv6 that wraps such an
 * address. Text that is no address in its plain notation is refused as well, whatever is allowed: it must not be guessed at.
 */
export function refuseAddress(address: string, allowed: CidrSet): string | null {
  const canonical = parseAddress(address);
  if (canonical === null) return `${JSON.stringify(address.slice(0, 100))} is no IP address`;
  if (allowed.has(canonical)) return null;
  const kind = kinds.find(([, addresses]) => addresses.has(canonical))?.[0];
  if (!isPrivateAddress(canonical) && !metadata.has(canonical)) return null;
  return `${canonical} is ${kind ?? 'a reserved address'}`;
}

/** Lies among public addresses, and yet answers inside its cloud alone. */
const metadata = createCidrSet(['168.63.129.16']);
