import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { type GeoLocation, locate } from '@apiscope/core/geo/locate';
import type { Deps } from '../deps.ts';

const nobody = createCidrSet([]);

/** Where an address that a service reports is; whatever fails, nowhere. */
export function locateAddress({ lookUp, log }: Deps, address: string | undefined): GeoLocation {
  const connection = { headers: () => undefined, peerAddress: address ?? null, trustedProxies: nobody };
  try {
    return locate({ ...connection, lookup: lookUp });
  } catch (error) {
    log.warn({ err: error }, 'an address could not be located');
    return locate(connection);
  }
}
