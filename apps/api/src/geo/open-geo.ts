import { createRequire } from 'node:module';
import type { GeoReader } from '@apiscope/core/geo/locate';
import { open, type Reader, type Response } from 'maxmind';
import type { Logger } from 'pino';
import { readRecord } from './read-record.ts';

const countryFile = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/**
 * Opens the country database that comes along and, where one is named, a city database that is asked first. A file that
 * can't be read costs its facts and a warning, never a start or a request.
 */
export async function openGeo({
  cityFile,
  log,
}: {
  cityFile: string | undefined;
  log: Logger;
}): Promise<GeoReader> {
  const files = [...(cityFile ? [cityFile] : []), createRequire(import.meta.url).resolve(countryFile)];
  const opened = await Promise.all(files.map((file) => openFile(file, log)));
  const readers = opened.filter((reader) => reader !== null);
  return (ip) => {
    for (const reader of readers) {
      try {
        const facts = readRecord(reader.get(ip));
        if (facts !== null) return facts;
      } catch (error) {
        log.warn({ err: error }, 'an address could not be looked up');
      }
    }
    return null;
  };
}

async function openFile(file: string, log: Logger): Promise<Reader<Response> | null> {
  try {
    return await open<Response>(file, { cache: { max: 10_000 } });
  } catch (error) {
    log.warn({ err: error, file }, 'a geo database cannot be read and is left out');
    return null;
  }
}
