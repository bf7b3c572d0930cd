import type { GeoReader } from '@apiscope/core/geo/locate';
import { z } from 'zod';

/** What the platform hangs onto a request about where it comes from; degrees are texts. */
const place = z
  .object({
    country: z.string(),
    region: z.string(),
    city: z.string(),
    latitude: z.coerce.number(),
    longitude: z.coerce.number(),
  })
  .partial();

/** Address at the other end of the connection to the platform, which sets this header whatever a client sent. */
export function peerAddressOf(request: Request): string | null {
  return request.headers.get('cf-connecting-ip');
}

/** Looks up the one address that the platform has looked up already. */
export function readPlace(request: Request): GeoReader {
  const facts = 'cf' in request ? place.safeParse(request.cf) : null;
  const peer = peerAddressOf(request);
  return (ip) => {
    if (!facts?.success || ip !== peer) return null;
    const { country = null, region = null, city = null, latitude = null, longitude = null } = facts.data;
    return { country, region, city, lat: latitude, lon: longitude };
  };
}
