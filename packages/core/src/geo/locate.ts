import { type Connection, clientAddress, isPeerTrusted } from './client-address.ts';
import { type GeoFacts, normaliseFacts, readGeoHeaders } from './geo-headers.ts';
import { isPrivateAddress } from './private-address.ts';

/** Where the facts come from. */
export type GeoSource = 'platform' | 'header' | 'ip' | 'none';

export type GeoLocation = GeoFacts & {
  source: GeoSource;
  /** Canonical address of the client, null when unknown; known for every source. */
  ip: string | null;
};

/** Looks a public address up; null when it is not known. What it throws is the caller's. */
export type GeoReader = (ip: string) => GeoFacts | null;

export type LocateInput = Connection & { lookup?: GeoReader };

const nowhere: GeoFacts = { country: null, region: null, city: null, lat: null, lon: null };

/**
 * Where a request comes from. The first source that knows anything answers alone, so facts of different origin never mix:
 * headers of the platform (Cloudflare, CloudFront, Vercel), then `x-geo-*`, then a lookup of the client's address, then none. Headers count
 * only from a trusted proxy.
 */
export function locate(input: LocateInput): GeoLocation {
  const ip = clientAddress(input);
  const fromHeaders = isPeerTrusted(input) ? readGeoHeaders(input.headers) : null;
  if (fromHeaders !== null) return { ...fromHeaders.facts, source: fromHeaders.source, ip };
  const found = ip === null || isPrivateAddress(ip) ? null : (input.lookup?.(ip) ?? null);
  const facts = found === null ? null : normaliseFacts(found);
  return facts === null ? { ...nowhere, source: 'none', ip } : { ...facts, source: 'ip', ip };
}
