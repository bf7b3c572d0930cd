import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from './address.ts';
import { createCidrSet } from './cidr-set.ts';
import { isPrivateAddress } from './private-address.ts';

describe('createCidrSet', () => {
  it('holds addresses, prefixes and named ranges', () => {
    const set = createCidrSet(['loopback', ' 192.0.2.0/25', '2001:db8::/33', '', '198.51.100.7', 'Private']);
    for (const inside of [
      '127.9.9.9',
      '::1',
      '192.0.2.127',
      '2001:db8:7fff::1',
      '198.51.100.7',
      '::ffff:192.0.2.1',
      '10.1.2.3',
      '[fd00::1]:80',
    ]) {
      expect([inside, set.has(inside)]).toEqual([inside, true]);
    }
    for (const outside of [
      '128.0.0.1',
      '::2',
      '192.0.2.128',
      '2001:db8:8000::1',
      '198.51.100.8',
      '0.0.0.1',
      'unknown',
      '',
    ]) {
      expect([outside, set.has(outside)]).toEqual([outside, false]);
    }
  });

  it('ignores bits beyond the prefix, and takes /0 as every address of its family', () => {
    expect(createCidrSet(['10.1.2.3/8']).has('10.255.0.1')).toBe(true);
    expect(createCidrSet(['0.0.0.0/0']).has('203.0.113.9')).toBe(true);
    expect(createCidrSet(['0.0.0.0/0']).has('2001:db8::1')).toBe(false);
    expect(createCidrSet(['::ffff:10.0.0.0/104']).has('10.9.9.9')).toBe(true);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    'fd00::/129',
    '::ffff:10.0.0.0/95',
    'lopback',
    '10.0.0',
    'example.com',
    '__proto__',
  ])('names the bad entry %s', (entry) => {
    expect(() => createCidrSet(['loopback', entry])).toThrow(JSON.stringify(entry));
  });

  it('agrees with comparing bits one by one', () => {
    const bits = (address: string) =>
      readAddress(address)!
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join('');
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.ipV4(),
        fc.integer({ min: 0, max: 32 }),
        fc.boolean(),
        (base, other, length, near) => {
          const address = near ? `${base.split('.').slice(0, 3).join('.')}.${other.split('.')[3]}` : other;
          const expected = bits(base).slice(0, length) === bits(address).slice(0, length);
          expect(createCidrSet([`${base}/${length}`]).has(address)).toBe(expected);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('isPrivateAddress', () => {
  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.0.192',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001:0:1::',
    'fd00:ec2::254',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '[::1]:80',
    'localhost',
    '0x7f.1',
    '',
  ])('%j is not public', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '169.253.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
    '64:ff9b::8.8.8.8',
    '::ffff:8.8.8.8',
  ])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});
