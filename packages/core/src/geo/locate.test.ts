import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCidrSet } from './cidr-set.ts';
import { clientAddress } from './client-address.ts';
import { type LocateInput, locate } from './locate.ts';

const trustedProxies = createCidrSet(['loopback', '10.0.0.0/8']);

function connect(peerAddress: string | null, headers: Record<string, string> = {}): LocateInput {
  return {
    peerAddress,
    trustedProxies,
    headers: (name) => headers[name],
    lookup: (ip) =>
      ip === '8.8.8.8' ? { country: 'us', region: null, city: null, lat: null, lon: null } : null,
  };
}

describe('clientAddress', () => {
  it.each([
    ['the peer, untrusted, whatever it claims', '9.9.9.9', { 'x-forwarded-for': '8.8.8.8' }, '9.9.9.9'],
    ['the peer in canonical form', '::ffff:9.9.9.9', {}, '9.9.9.9'],
    ['the trusted peer itself without forwarding', '127.0.0.1', {}, '127.0.0.1'],
    ['the hop before a trusted proxy', '127.0.0.1', { 'x-forwarded-for': '8.8.8.8' }, '8.8.8.8'],
    [
      'the first untrusted hop from the right',
      '127.0.0.1',
      { 'x-forwarded-for': '6.6.6.6, 8.8.8.8,10.1.1.1' },
      '8.8.8.8',
    ],
    [
      'the leftmost when all are trusted',
      '127.0.0.1',
      { 'x-forwarded-for': '10.2.2.2, 10.1.1.1' },
      '10.2.2.2',
    ],
    ['a hop with port', '127.0.0.1', { 'x-forwarded-for': '8.8.8.8:1234' }, '8.8.8.8'],
    ['a bracketed IPv6 hop', '127.0.0.1', { 'x-forwarded-for': '[2606:4700::1]:1234' }, '2606:4700::1'],
    ['nobody when the hop is unknown', '127.0.0.1', { 'x-forwarded-for': '8.8.8.8, unknown' }, null],
    ['the hop, past empty items', '127.0.0.1', { 'x-forwarded-for': ' , 8.8.8.8, ,' }, '8.8.8.8'],
    [
      'Forwarded',
      '127.0.0.1',
      { forwarded: 'for=6.6.6.6, For="[2606:4700::1]:80";proto=https;by=10.0.0.1' },
      '2606:4700::1',
    ],
    [
      'Forwarded with the parameter in the middle',
      '127.0.0.1',
      { forwarded: 'proto=http; for=8.8.8.8 ;by=1.1.1.1' },
      '8.8.8.8',
    ],
    ['nobody for an obfuscated Forwarded', '127.0.0.1', { forwarded: 'for=_secret' }, null],
    [
      'X-Forwarded-For before Forwarded',
      '127.0.0.1',
      { forwarded: 'for=6.6.6.6', 'x-forwarded-for': '8.8.8.8' },
      '8.8.8.8',
    ],
    ['nobody without a peer', null, { 'x-forwarded-for': '8.8.8.8' }, null],
    ['nobody for a malformed peer', 'unix:', {}, null],
  ] as [string, string | null, Record<string, string>, string | null][])(
    'is %s',
    (_, peer, headers, expected) => {
      expect(clientAddress(connect(peer, headers))).toBe(expected);
    },
  );

  it('never lets the client choose: what it prepends changes nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), (forged, hop) => {
        fc.pre(!trustedProxies.has(hop));
        const honest = clientAddress(connect('127.0.0.1', { 'x-forwarded-for': hop }));
        expect(clientAddress(connect('127.0.0.1', { 'x-forwarded-for': `${forged}, ${hop}` }))).toBe(honest);
      }),
    );
  });

  it('stays quick on a huge header', () => {
    const started = performance.now();
    clientAddress(connect('127.0.0.1', { 'x-forwarded-for': '10.0.0.1,'.repeat(500_000), forwarded: '' }));
    clientAddress(connect('127.0.0.1', { forwarded: 'for = '.repeat(500_000) }));
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('locate', () => {
  it('takes the platform before x-geo before the address', () => {
    const all = { 'cf-ipcountry': 'DE', 'x-geo-country': 'FR', 'x-forwarded-for': '8.8.8.8' };
    expect(locate(connect('127.0.0.1', all))).toMatchObject({
      country: 'DE',
      source: 'platform',
      ip: '8.8.8.8',
    });
    const { 'cf-ipcountry': _, ...rest } = all;
    expect(locate(connect('127.0.0.1', rest))).toMatchObject({
      country: 'FR',
      source: 'header',
      ip: '8.8.8.8',
    });
    expect(locate(connect('8.8.8.8'))).toMatchObject({ country: 'US', source: 'ip', ip: '8.8.8.8' });
    expect(locate(connect('9.9.9.9'))).toEqual({
      country: null,
      region: null,
      city: null,
      lat: null,
      lon: null,
      source: 'none',
      ip: '9.9.9.9',
    });
  });

  it('does not believe geo headers of an untrusted peer', () => {
    const headers = { 'cf-ipcountry': 'DE', 'x-geo-country': 'FR' };
    expect(locate(connect('8.8.8.8', headers))).toMatchObject({ country: 'US', source: 'ip' });
    expect(locate(connect('9.9.9.9', headers))).toMatchObject({ country: null, source: 'none' });
    expect(locate(connect(null, headers))).toMatchObject({ country: null, source: 'none', ip: null });
  });

  it('reads Cloudflare, CloudFront, Vercel and x-geo headers in full', () => {
    expect(
      locate(
        connect('::1', {
          'cf-ipcountry': 'JP',
          'cf-region': 'Tokyo',
          'cf-ipcity': 'Chiyoda',
          'cf-iplatitude': '35.69',
          'cf-iplongitude': '139.75',
        }),
      ),
    ).toMatchObject({
      country: 'JP',
      region: 'Tokyo',
      city: 'Chiyoda',
      lat: 35.69,
      lon: 139.75,
      source: 'platform',
    });
    expect(
      locate(
        connect('::1', {
          'cloudfront-viewer-country': 'US',
          'cloudfront-viewer-country-region': 'MI',
          'cloudfront-viewer-city': 'Ann Arbor',
          'cloudfront-viewer-latitude': '42.30680',
          'cloudfront-viewer-longitude': '-83.70590',
        }),
      ),
    ).toMatchObject({
      country: 'US',
      region: 'MI',
      city: 'Ann Arbor',
      lat: 42.3068,
      lon: -83.7059,
      source: 'platform',
    });
    expect(
      locate(
        connect('::1', {
          'x-vercel-ip-country': 'BR',
          'x-vercel-ip-country-region': 'SP',
          'x-vercel-ip-city': 'S%C3%A3o%20Paulo',
        }),
      ),
    ).toMatchObject({ country: 'BR', region: 'SP', city: 'São Paulo', lat: null, source: 'platform' });
    expect(
      locate(
        connect('::1', {
          'x-geo-country': 'gh',
          'x-geo-lat': '0',
          'x-geo-lon': '0',
          'x-geo-city': 'Null Island',
        }),
      ),
    ).toMatchObject({ country: 'GH', city: 'Null Island', lat: 0, lon: 0, source: 'header' });
  });

  it('repairs UTF-8 read as Latin-1 and keeps true Latin-1', () => {
    const cityOf = (city: string) => locate(connect('::1', { 'cf-ipcity': city })).city;
    expect(cityOf(String.fromCharCode(...new TextEncoder().encode('Zürich')))).toBe('Zürich');
    expect(cityOf('Zürich')).toBe('Zürich');
    expect(cityOf('100%')).toBe('100%');
    expect(cityOf('%E0%A4%A')).toBe('%E0%A4%A');
  });

  it.each([['XX'], ['T1'], ['zz'], ['USA'], ['1'], ['']])(
    'treats the country %j as unknown and goes on to the address',
    (country) => {
      expect(locate(connect('::1', { 'cf-ipcountry': country, 'x-forwarded-for': '8.8.8.8' }))).toMatchObject(
        { country: 'US', source: 'ip' },
      );
    },
  );

  it.each([
    ['91', '0'],
    ['0', '181'],
    ['NaN', '1'],
    ['', ''],
    ['1e1', '1'],
    ['12', undefined],
  ])('drops the coordinates %j, %j', (lat, lon) => {
    const headers = {
      'x-geo-country': 'DE',
      'x-geo-lat': lat,
      ...(lon === undefined ? {} : { 'x-geo-lon': lon }),
    };
    expect(locate(connect('::1', headers))).toMatchObject({ country: 'DE', lat: null, lon: null });
  });

  it('does not look private addresses up', () => {
    const asked: string[] = [];
    const lookup = (ip: string) => {
      asked.push(ip);
      return null;
    };
    for (const ip of ['127.0.0.1', '192.168.1.5', 'fe80::1', 'nonsense', '8.8.4.4']) {
      expect(locate({ ...connect(ip), lookup }).source).toBe('none');
    }
    expect(asked).toEqual(['8.8.4.4']);
  });
});
