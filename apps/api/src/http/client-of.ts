import { clientAddress } from '@apiscope/core/geo/client-address';
import type { Settings } from '../settings.ts';
import type { AppContext } from './app-env.ts';

/** Address of the client: the peer, or whom a trusted proxy names; null when it is not known. */
export function clientOf(c: AppContext, { trustedProxies }: Pick<Settings, 'trustedProxies'>): string | null {
  return clientAddress({
    headers: (name) => c.req.header(name),
    peerAddress: c.env?.peerAddress ?? null,
    trustedProxies,
  });
}
