import { describe, expect, it } from 'vitest';
import { readOptions, readStartupPacket } from './startup-packet.ts';
import { startupPacket } from './testing/raw-client.ts';
import { encodeInt32 } from './wire-protocol.ts';

describe('readStartupPacket', () => {
  it('reads the settings that a client asks for', () => {
    const packet = startupPacket({ application_name: 'psql', options: '-c search_path=a,b --work-mem=1MB' });
    expect(readStartupPacket(packet)).toEqual({
      kind: 'session',
      database: 'postgres',
      settings: new Map([
        ['application_name', 'psql'],
        ['search_path', 'a,b'],
        ['work_mem', '1MB'],
      ]),
      minorVersion: 0,
      protocolOptions: [],
    });
  });

  it('tells requests for encryption and cancellation apart', () => {
    const request = (...words: number[]) => Buffer.concat([4 + 4 * words.length, ...words].map(encodeInt32));
    expect(readStartupPacket(request(80877103))).toEqual({ kind: 'encryption' });
    expect(readStartupPacket(request(80877104))).toEqual({ kind: 'encryption' });
    expect(readStartupPacket(request(80877102, 7, 8))).toEqual({ kind: 'cancel', processId: 7, secret: 8 });
    expect(() => readStartupPacket(request(80877102, 7))).toThrow('invalid cancel request');
    expect(() => readStartupPacket(request(2 << 16))).toThrow('unsupported frontend protocol 2.0');
  });
});

describe('readOptions', () => {
  it('takes a backslash for an escape', () => {
    expect(readOptions(String.raw`-c a=b\ c -cd=e\\`)).toEqual(
      new Map([
        ['a', 'b c'],
        ['d', 'e\\'],
      ]),
    );
  });

  it.each(['-x', 'a=b', '-c a', '--'])('refuses %s', (options) => {
    expect(() => readOptions(options)).toThrow('invalid command-line argument');
  });
});
