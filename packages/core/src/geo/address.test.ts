import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress, readAddress } from './address.ts';

describe('parseAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.1:8080 ', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1::', '1::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25en0]:80', 'fe80::1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['[::FFFF:a00:1]:99', '10.0.0.1'],
    ['0:0:0:0:0:ffff:7f00:1', '127.0.0.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::1.2.3.4', '::102:304'],
  ])('%s → %s', (text, canonical) => {
    expect(parseAddress(text)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    'unknown',
    '_hidden',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '0x7f.0.0.1',
    '0x7f000001',
    '2130706433',
    '127.1',
    '0177.0.0.1',
    '1.2.3.4/8',
    '1.2.3.4:',
    '1.2.3.4:123456',
    '1.2.3.-4',
    '1.2.3.4 5',
    '１.2.3.4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    '::g',
    '[::1',
    '::1]',
    '[::1]x',
    '[1.2.3.4',
    '::ffff:1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::1::%x',
    `${'1'.repeat(200)}`,
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('reads back what it wrote, with port, brackets and zone too', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 0, max: 65_535 }), (text, port) => {
        const canonical = parseAddress(text)!;
        expect(canonical).not.toBeNull();
        expect(parseAddress(canonical)).toBe(canonical);
        expect(formatAddress(readAddress(text)!)).toBe(canonical);
        expect(parseAddress(text.includes(':') ? `[${text}%eth0]:${port}` : `${text}:${port}`)).toBe(
          canonical,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives every 16 bytes one text, as the URL standard writes it', () => {
    const bytes = fc.array(fc.oneof(fc.constant(0), fc.nat(255)), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, (address) => {
        fc.pre(
          !(address.slice(0, 10).every((byte) => byte === 0) && address[10] === 255 && address[11] === 255),
        );
        const text = formatAddress(address);
        expect(readAddress(text)).toEqual(address);
        expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseAddress(text)));
  });
});
