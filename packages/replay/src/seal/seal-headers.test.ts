import { describe, expect, it } from 'vitest';
import { openHeaders } from './open-headers.ts';
import { sealHeaders } from './seal-headers.ts';

const key = new Uint8Array(32).fill(1);
const service = 'shop';
const headers = { authorization: 'Bearer ü🙂' };

describe('sealHeaders', () => {
  it('is undone by openHeaders with the same key for the same service, and by nothing else', () => {
    const sealed = sealHeaders(headers, { key, service });
    expect(openHeaders(sealed, { key, service })).toEqual(headers);
    expect(openHeaders(null, { key: null, service })).toEqual({});
    const named = 'APISCOPE_SECRET_KEY';
    expect(() => openHeaders(sealed, { key: null, service })).toThrow(named);
    expect(() => openHeaders(sealed, { key: new Uint8Array(32), service })).toThrow(named);
    expect(() => openHeaders(sealed, { key, service: 'mail' })).toThrow(named);
    for (let n = 0; n < sealed.length; n++) {
      const changed = Uint8Array.from(sealed);
      changed[n]! ^= 1;
      expect(() => openHeaders(changed, { key, service })).toThrow(named);
      expect(() => openHeaders(sealed.subarray(0, n), { key, service })).toThrow(named);
    }
  });

  it('makes something else of the same headers every time', () => {
    const all = Array.from({ length: 50 }, () =>
      Buffer.from(sealHeaders(headers, { key, service })).toString('hex'),
    );
    expect(new Set(all).size).toBe(50);
    expect(all.join()).not.toContain(Buffer.from('Bearer').toString('hex'));
  });
});
