/** Facts about a place; null is unknown. */
export type GeoFacts = {
  /** ISO 3166-1 alpha-2, capitals. */
  country: string | null;
  /** Code or name, as the source gives it. */
  region: string | null;
  city: string | null;
  /** Degrees, -90 to 90; 0 is a value. */
  lat: number | null;
  /** Degrees, -180 to 180; 0 is a value. */
  lon: number | null;
};

type HeaderNames = Record<keyof GeoFacts, readonly string[]>;

/** Per platform, the headers it sets; of several for one fact the first that is present counts. */
const platforms: readonly HeaderNames[] = [
  {
    country: ['cf-ipcountry'],
    region: ['cf-region', 'cf-region-code'],
    city: ['cf-ipcity'],
    lat: ['cf-iplatitude'],
    lon: ['cf-iplongitude'],
  },
  {
    country: ['cloudfront-viewer-country'],
    region: ['cloudfront-viewer-country-region-name', 'cloudfront-viewer-country-region'],
    city: ['cloudfront-viewer-city'],
    lat: ['cloudfront-viewer-latitude'],
    lon: ['cloudfront-viewer-longitude'],
  },
  {
    country: ['x-vercel-ip-country'],
    region: ['x-vercel-ip-country-region'],
    city: ['x-vercel-ip-city'],
    lat: ['x-vercel-ip-latitude'],
    lon: ['x-vercel-ip-longitude'],
  },
];

const generic: HeaderNames = {
  country: ['x-geo-country'],
  region: ['x-geo-region'],
  city: ['x-geo-city'],
  lat: ['x-geo-lat', 'x-geo-latitude'],
  lon: ['x-geo-lon', 'x-geo-lng', 'x-geo-longitude'],
};

/** Every header that names a place, for a proxy that must not let clients do so. */
export const geoHeaderNames: readonly string[] = [...platforms, generic].flatMap((names) =>
  Object.values(names).flat(),
);

/** Codes that stand for "not known": Cloudflare's XX and T1 (Tor), ISO's user-assigned ZZ. */
const noCountry = new Set(['XX', 'T1', 'ZZ']);
/** Longest name kept. */
const maxNameLength = 200;

/** Facts from request headers and which kind gave them; null when no header says anything. Whether to believe them is the caller's part. */
export function readGeoHeaders(
  headers: (name: string) => string | undefined,
): { facts: GeoFacts; source: 'platform' | 'header' } | null {
  for (const names of [...platforms, generic]) {
    const first = (key: keyof GeoFacts) =>
      names[key].map(headers).find((value) => value !== undefined) ?? null;
    const facts = normaliseFacts({
      country: first('country'),
      region: decodeName(first('region')),
      city: decodeName(first('city')),
      lat: readDegrees(first('lat')),
      lon: readDegrees(first('lon')),
    });
    if (facts !== null) return { facts, source: names === generic ? 'header' : 'platform' };
  }
  return null;
}

/** Facts with a well-formed country, bounded names and coordinates in range, both or neither; null when nothing is left. */
export function normaliseFacts({ country, region, city, lat, lon }: GeoFacts): GeoFacts | null {
  const code = country?.trim().toUpperCase() ?? '';
  const onEarth = lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  const facts: GeoFacts = {
    country: /^[A-Z]{2}$/.test(code) && !noCountry.has(code) ? code : null,
    region: cleanName(region),
    city: cleanName(city),
    lat: onEarth ? lat : null,
    lon: onEarth ? lon : null,
  };
  return Object.values(facts).every((fact) => fact === null) ? null : facts;
}

function readDegrees(text: string | null): number | null {
  return text !== null && /^\s*[+-]?\d{1,3}(?:\.\d{1,20})?\s*$/.test(text) ? Number(text) : null;
}

/** Names come percent-encoded (Vercel), or as UTF-8 bytes that HTTP libraries read as Latin-1 (Cloudflare, CloudFront). */
function decodeName(text: string | null): string | null {
  if (text === null) return null;
  if (/%[0-9a-f]{2}/i.test(text)) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  if (!codes.some((code) => code > 127) || codes.some((code) => code > 255)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(codes));
  } catch {
    return text;
  }
}

function cleanName(name: string | null): string | null {
  const clean = (name ?? '')
    .slice(0, maxNameLength)
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .trim();
  return clean === '' ? null : clean;
}
