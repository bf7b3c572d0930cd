import { readFileSync } from 'node:fs';
import type { GeoReader } from '@apiscope/core/geo/locate';
import { open, Reader, type Response } from 'maxmind';
import type { Logger } from 'pino';
import { findFile } from '../find-file.ts';
import { readRecord } from './read-record.ts';

/**
 * Opens the city database, where one is named, and behind it the country database that comes along, which is read when an address is first
 * looked up: 8 MB that a process behind a platform that names countries never needs. A file that can't be read costs its facts and a
 * warning, never a start or a request.
 */
export async function openGeo({
  cityFile,
  log,
}: {
  cityFile: string | undefined;
  log: Logger;
}): Promise<GeoReader> {
  const cities = cityFile ? await openFile(cityFile, log) : null;
  let countries: Reader<Response> | null | undefined;
  const ask = (reader: Reader<Response> | null, ip: string) => {
    try {
      return reader && readRecord(reader.get(ip));
    } catch (error) {
      log.warn({ err: error }, 'an address could not be looked up');
      return null;
    }
  };
  return (ip) => {
    const facts = ask(cities, ip);
    if (facts !== null) return facts;
    if (countries === undefined) countries = readCountries(log);
    return ask(countries, ip);
  };
}

async function openFile(file: string, log: Logger): Promise<Reader<Response> | null> {
  try {
    return await open<Response>(file, { cache: { max: 10_000 } });
  } catch (error) {
    return leaveOut(file, error, log);
  }
}

function readCountries(log: Logger): Reader<Response> | null {
  const file = findFile('countries.mmdb');
  try {
    return new Reader<Response>(readFileSync(file));
  } catch (error) {
    return leaveOut(file, error, log);
  }
}

function leaveOut(file: string, error: unknown, log: Logger): null {
  log.warn({ err: error, file }, 'a geo database cannot be read and is left out');
  return null;
}
