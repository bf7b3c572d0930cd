import type { GeoFacts } from '@apiscope/core/geo/geo-headers';
import { z } from 'zod';

const names = z.object({
  names: z.object({ en: z.string() }).partial().optional(),
  iso_code: z.string().optional(),
});

/** A record in MaxMind's form (nested), in that of ip-location-db (flat), or with parts of either. */
const record = z
  .object({
    country: names,
    subdivisions: z.array(names),
    city: z.union([names, z.string()]),
    location: z.object({ latitude: z.number(), longitude: z.number() }).partial(),
    country_code: z.string(),
    state1: z.string(),
    latitude: z.number(),
    longitude: z.number(),
  })
  .partial();

/** Reads the facts out of a database's record; null for one that holds none of them. */
export function readRecord(value: unknown): GeoFacts | null {
  const parsed = record.safeParse(value);
  if (!parsed.success) return null;
  const { country, subdivisions, city, location, country_code, state1, latitude, longitude } = parsed.data;
  const region = subdivisions?.[0];
  const facts: GeoFacts = {
    country: country?.iso_code ?? country_code ?? null,
    region: region?.names?.en ?? region?.iso_code ?? state1 ?? null,
    city: (typeof city === 'string' ? city : city?.names?.en) ?? null,
    lat: location?.latitude ?? latitude ?? null,
    lon: location?.longitude ?? longitude ?? null,
  };
  return Object.values(facts).some((fact) => fact !== null) ? facts : null;
}
