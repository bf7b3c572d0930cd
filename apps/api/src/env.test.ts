import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const url = 'postgres://postgres@127.0.0.1:5432/postgres';

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

  it('serves loopback addresses alone, and says why', () => {
    for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
      expect(readEnv({ DATABASE_URL: url, HOST }).HOST).toBe(HOST);
    for (const HOST of ['0.0.0.0', '::', '192.168.1.5', 'example.com'])
      expect(() => readEnv({ DATABASE_URL: url, HOST })).toThrow(/^HOST: .*loopback/);
  });

  it('names every variable that is wrong', () => {
    const wrong = { DATABASE_URL: 'mysql://x', PORT: '70000', TRUSTED_PROXIES: '10.0.0.0/8, nonsense' };
    expect(() => readEnv(wrong)).toThrow(/^PORT: .*\nDATABASE_URL: .*\nTRUSTED_PROXIES: .*nonsense/);
  });

  it('reads trusted proxies as addresses and ranges', () => {
    const { TRUSTED_PROXIES } = readEnv({ DATABASE_URL: url, TRUSTED_PROXIES: '10.0.0.0/8, ::1' });
    expect([TRUSTED_PROXIES.has('10.1.2.3'), TRUSTED_PROXIES.has('11.0.0.1')]).toEqual([true, false]);
  });
});
