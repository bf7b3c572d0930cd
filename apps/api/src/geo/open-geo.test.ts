import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { openGeo } from './open-geo.ts';
import { readRecord } from './read-record.ts';

const nothing = { region: null, city: null, lat: null, lon: null };

describe('openGeo', () => {
  it('knows countries of both address families offline', async () => {
    const lookUp = await openGeo({ cityFile: undefined, log: pino({ level: 'silent' }) });
    expect(lookUp('8.8.8.8')).toEqual({ country: 'US', ...nothing });
    expect(lookUp('2001:4860:4860::8888')).toEqual({ country: 'US', ...nothing });
    expect(lookUp('10.0.0.1')).toBeNull();
    expect(lookUp('no address')).toBeNull();
  });

  it('warns about a file it cannot read and goes on with the countries', async () => {
    const file = join(tmpdir(), `apiscope-${process.pid}.mmdb`);
    await writeFile(file, 'not a database');
    for (const cityFile of [file, '/nowhere/city.mmdb']) {
      const lines: string[] = [];
      const log = pino({}, { write: (line) => lines.push(line) });
      const lookUp = await openGeo({ cityFile, log });
      expect(lookUp('8.8.8.8')?.country).toBe('US');
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { level: 40, file: cityFile, msg: expect.stringContaining('left out') },
      ]);
    }
  });
});

describe('readRecord', () => {
  it('reads nested and flat records, and keeps a latitude of 0', () => {
    expect(
      readRecord({
        country: { iso_code: 'KE', names: { en: 'Kenya' } },
        subdivisions: [{ iso_code: '30', names: { en: 'Nairobi' } }],
        city: { names: { en: 'Nairobi' } },
        location: { latitude: 0, longitude: 36.8, time_zone: 'Africa/Nairobi' },
      }),
    ).toEqual({ country: 'KE', region: 'Nairobi', city: 'Nairobi', lat: 0, lon: 36.8 });
    expect(
      readRecord({ country_code: 'CH', state1: 'Bern', city: 'Thun', latitude: 46.7, longitude: 7.6 }),
    ).toEqual({
      country: 'CH',
      region: 'Bern',
      city: 'Thun',
      lat: 46.7,
      lon: 7.6,
    });
    expect(readRecord({})).toBeNull();
    expect(readRecord(7)).toBeNull();
  });
});
