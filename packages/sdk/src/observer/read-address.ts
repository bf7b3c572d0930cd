import { clientAddress } from '@apiscope/core/geo/client-address';
import { createMemory } from '@apiscope/core/remember';
import type { Settings } from '../read-options.ts';
import type { HeaderSource } from './observation.ts';
import { readHeader } from './read-headers.ts';

/** Tells where requests come from; what a client writes about itself counts only behind a trusted proxy. */
export function createAddressReader({
  trustedProxies,
  trustsAny,
}: Pick<Settings, 'trustedProxies' | 'trustsAny'>): (
  headers: HeaderSource,
  peerAddress: string | null,
) => string | null {
  const remembered = createMemory<string | null>();
  return (headers, peerAddress) => {
    if (peerAddress === null) return null;
    const header = (name: string) => readHeader(headers, name);
    const read = () => clientAddress({ headers: header, peerAddress, trustedProxies });
    if (!trustsAny) return remembered(peerAddress, read);
    const hops = header('x-forwarded-for') ?? header('forwarded') ?? '';
    return remembered(`${peerAddress} ${header('x-forwarded-for') === undefined ? '' : 'x'} ${hops}`, read);
  };
}
