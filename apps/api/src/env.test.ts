import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const url = 'postgres://postgres@127.0.0.1:5432/postgres';
const given = { DATABASE_URL: url, APISCOPE_SECRET_KEY: Buffer.alloc(32, 1).toString('base64') };

describe('readEnv', () => {
  it('has defaults for all but the database', () => {
    expect(readEnv({ DATABASE_URL: url, VERSION: '', GEOIP_MMDB: ' ' })).toMatchObject({
      PORT: 3_000,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      EMBEDDING_DIMENSIONS: 16,
      GEOIP_MMDB: undefined,
    });
  });

  it('lets callers go unnamed on loopback addresses alone, and says why', () => {
    for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
      expect(readEnv({ DATABASE_URL: url, HOST }).AUTH).toBe('off');
      expect(readEnv({ ...given, HOST, AUTH: 'on' }).AUTH).toBe('on');
    }
    for (const HOST of ['0.0.0.0', '::', '192.168.1.5', 'example.com', '127.0.0.1.example.com']) {
      expect(readEnv({ ...given, HOST }).AUTH).toBe('on');
      expect(() => readEnv({ DATABASE_URL: url, HOST, AUTH: 'off' })).toThrow(/^AUTH: .*loopback/);
    }
  });

  it('asks for the secret key where people sign in', () => {
    expect(() => readEnv({ DATABASE_URL: url, AUTH: 'on' })).toThrow(/^APISCOPE_SECRET_KEY: is needed/);
    expect(() => readEnv({ DATABASE_URL: url, HOST: '0.0.0.0' })).toThrow(/^APISCOPE_SECRET_KEY: is needed/);
  });

  it('takes an origin as the public address, and nothing more', () => {
    expect(readEnv({ ...given, PUBLIC_URL: 'https://scope.example.com' }).PUBLIC_URL?.origin).toBe(
      'https://scope.example.com',
    );
    for (const PUBLIC_URL of ['scope.example.com', 'ftp://a', 'https://a/b', 'https://a?b', 'javascript:1'])
      expect(() => readEnv({ ...given, PUBLIC_URL })).toThrow(/^PUBLIC_URL: expected http/);
  });

  it('names every variable that is wrong', () => {
    const wrong = { DATABASE_URL: 'mysql://x', PORT: '70000', TRUSTED_PROXIES: '10.0.0.0/8, nonsense' };
    expect(() => readEnv(wrong)).toThrow(/^PORT: .*\nTRUSTED_PROXIES: .*nonsense.*\nDATABASE_URL: /);
  });

  it('reads trusted proxies as addresses and ranges', () => {
    const { TRUSTED_PROXIES } = readEnv({ DATABASE_URL: url, TRUSTED_PROXIES: '10.0.0.0/8, ::1' });
    expect([TRUSTED_PROXIES.has('10.1.2.3'), TRUSTED_PROXIES.has('11.0.0.1')]).toEqual([true, false]);
  });
});
