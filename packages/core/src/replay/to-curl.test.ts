import { describe, expect, it } from 'vitest';
import { toCurl } from './to-curl.ts';

const request = {
  service: 'shop',
  method: 'POST',
  path: '/orders/7',
  query: { tag: ['a b', "it's"], token: '[redacted]' },
  headers: { host: 'shop.example:8080', 'content-type': 'application/json', authorization: '[redacted]' },
  body: '{"name":"O\'Neil","password":"[redacted]"}',
  bodyInfo: { contentType: 'application/json', size: 40, truncated: false, omitted: null },
  redactedPaths: ['query.token', 'headers.authorization', 'body.password'],
};

describe('toCurl', () => {
  it('quotes what was captured, and leaves room for what was redacted', () => {
    expect(toCurl(request)).toEqual({
      command: [
        `curl 'http://shop.example:8080/orders/7?tag=a+b&tag=it%27s&token='"$QUERY_TOKEN"`,
        `--request 'POST'`,
        `--header 'content-type: application/json'`,
        `--header 'authorization: '"$AUTHORIZATION"`,
        `--data-raw '{"name":"O'\\''Neil","password":"<needs a value: body.password>"}'`,
      ].join(' \\\n  '),
      needsValue: [
        { path: 'query.token', placeholder: '$QUERY_TOKEN' },
        { path: 'headers.authorization', placeholder: '$AUTHORIZATION' },
        { path: 'body.password', placeholder: '<needs a value: body.password>' },
      ],
    });
  });

  it('says no more of a GET than its address', () => {
    const plain = { ...request, method: 'GET', query: {}, headers: {}, body: null, bodyInfo: null };
    expect(toCurl({ ...plain, redactedPaths: [] })).toEqual({
      command: `curl 'http://shop.invalid/orders/7'`,
      needsValue: [],
    });
  });

  it('asks for the head alone of a HEAD, which may have no body', () => {
    const { command } = toCurl({ ...request, method: 'HEAD' });
    expect(command).toContain('--head');
    expect(command).not.toMatch(/--request|--data/);
  });

  it('asks for a body that was not kept whole', () => {
    const bodyInfo = { contentType: 'text/plain', size: 99_999, truncated: true, omitted: null };
    expect(toCurl({ ...request, body: 'begin', bodyInfo })).toMatchObject({
      command: expect.stringMatching(/--data-raw '<needs a value: body>'$/),
      needsValue: expect.arrayContaining([{ path: 'body', placeholder: '<needs a value: body>' }]),
    });
  });

  it('gives variables of the same name numbers, and no name that a shell refuses', () => {
    const headers = { 'x-key': ['[redacted]', 'a [redacted] b'], '2fa': '[redacted]', ':path': 'x' };
    const { command, needsValue } = toCurl({ ...request, headers, redactedPaths: [] });
    expect(needsValue.slice(1, 4).map(({ placeholder }) => placeholder)).toEqual([
      '$X_KEY',
      '$X_KEY_2',
      '$_2FA',
    ]);
    expect(command).toContain(`--header 'x-key: a '"$X_KEY_2"' b'`);
    expect(command).not.toContain(':path');
  });
});
