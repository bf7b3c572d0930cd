import type { CidrSet } from '@apiscope/core/geo/cidr-set';
import { clientAddress } from '@apiscope/core/geo/client-address';
import { readText } from '../read-text.ts';
import type { Attributes } from './read-number.ts';

const peers = ['network.peer.address', 'net.sock.peer.addr', 'net.peer.ip'];
const clients = ['client.address', 'http.client_ip'];

/**
 * The address of the client that a SERVER span tells of. SDKs take it from forwarded headers, which anybody may send, so where the span
 * tells of the socket's peer too, it is believed of trusted proxies only.
 */
export function readClientAddress(
  attributes: Attributes,
  { trustedProxies }: { trustedProxies: CidrSet },
): string | null {
  const client = readText(attributes, clients);
  const peer = readText(attributes, peers);
  if (peer === null || client === null) return peer ?? client;
  const headers = (name: string) => (name === 'x-forwarded-for' ? client : undefined);
  return clientAddress({ headers, peerAddress: peer, trustedProxies });
}
