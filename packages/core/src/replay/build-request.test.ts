import { describe, expect, it } from 'vitest';
import { type BuiltRequest, buildRequest, type RefusedRequest } from './build-request.ts';
import type { ReplayOverrides } from './run-schema.ts';
import type { WholeSnapshot } from './schema.ts';

const captured = {
  method: 'POST',
  path: '/orders/7',
  query: { tag: ['b', 'a', 'b'], q: 'x y&z' },
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: '{"n": 1.0,\n "z":2}',
  bodyInfo: { contentType: 'application/json', size: 18, truncated: false, omitted: null },
  redactedPaths: [],
} as unknown as WholeSnapshot;
const to = { baseUrl: 'https://stage.example/shop/', headers: {}, lock: 'none', key: 'run-1' } as const;

const built = (
  snapshot: Partial<WholeSnapshot> = {},
  overrides: ReplayOverrides = {},
  destination: Partial<Parameters<typeof buildRequest>[2]> = {},
) => buildRequest({ ...captured, ...snapshot }, { confirm: true, ...overrides }, { ...to, ...destination });
const sent = (...args: Parameters<typeof built>) => {
  const result = built(...args);
  if ('refused' in result) throw new Error(result.refused);
  return result as BuiltRequest;
};
const refused = (...args: Parameters<typeof built>) => {
  const result = built(...args);
  expect(result).toHaveProperty('refused');
  return result as RefusedRequest;
};

describe('buildRequest', () => {
  it('keeps method, path, repeated query keys, content type and the exact body, behind the base URL', () => {
    expect(sent()).toEqual({
      request: {
        method: 'POST',
        url: 'https://stage.example/shop/orders/7?tag=b&tag=a&tag=b&q=x+y%26z',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'apiscope-replay',
          'x-apiscope-replay': 'run-1',
          'idempotency-key': 'run-1',
        },
        body: '{"n": 1.0,\n "z":2}',
      },
      needsValue: [],
      needsConfirm: true,
      idempotencyKey: 'run-1',
    });
  });

  it('asks to confirm what may change something, and nothing else', () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'purge'])
      expect(refused({ method }, { confirm: undefined })).toMatchObject({
        refused: expect.stringContaining('confirm'),
        code: 'BAD_REQUEST',
        parameter: 'confirm',
      });
    for (const method of ['GET', 'HEAD', 'options']) {
      const { request, needsConfirm, idempotencyKey } = sent(
        { method, body: null, bodyInfo: null },
        { confirm: undefined },
      );
      expect([needsConfirm, idempotencyKey, request.headers['idempotency-key']]).toEqual([
        false,
        null,
        undefined,
      ]);
    }
    const hidden = { method: 'GET', headers: { 'x-http-method-override': 'DELETE' } };
    expect(refused(hidden, { confirm: false }).parameter).toBe('confirm');
  });

  it('drops what was true of the captured connection, its way and its trace alone', () => {
    const names =
      'Host Content-Length Connection Keep-Alive Transfer-Encoding TE Trailer Upgrade Expect Content-Encoding Proxy-Connection HTTP2-Settings Forwarded Via X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Real-IP X-Original-URL X-Rewrite-URL CF-Connecting-IP CF-IPCountry CloudFront-Viewer-Country X-Vercel-IP-Country X-Geo-Country True-Client-IP X-Amzn-Trace-Id Traceparent Tracestate X-Request-Id Idempotency-Key X-Apiscope-Replay User-Agent X-Hop'.split(
        ' ',
      );
    const headers = {
      ...Object.fromEntries(names.map((name) => [name, 'evil'])),
      Connection: 'close, X-Hop',
    };
    const { request, needsValue } = sent({ headers: { ...headers, 'x-kept': ['1', '2'] } });
    expect(JSON.stringify(request)).not.toContain('evil');
    expect(request.headers['x-kept']).toEqual(['1', '2']);
    expect(needsValue).toEqual([]);
  });

  it('never sends a captured credential, and lists what needs a value', () => {
    const headers = {
      authorization: '[redacted]',
      cookie: 'a=b',
      'x-api-key': 'left by older rules',
      'x-note': 'sent by [redacted]',
      'proxy-authorization': 'Basic eDp5',
    };
    const { request, needsValue } = sent({ headers, query: { token: '[redacted]', page: '2' } });
    expect(needsValue).toEqual(
      'headers.authorization headers.cookie headers.x-api-key headers.x-note query.token'.split(' '),
    );
    expect(request.url).toBe('https://stage.example/shop/orders/7?page=2');
    expect(JSON.stringify(request)).not.toMatch(/redacted|a=b|older|eDp5/);
    const given = sent(
      { headers, query: { token: '[redacted]' } },
      { headers: { Cookie: 'mine=1', 'x-note': null }, query: { token: 'new' } },
      { headers: { authorization: 'Bearer of-the-target' } },
    );
    expect(given.needsValue).toEqual(['headers.x-api-key']);
    expect(given.request.headers).toMatchObject({ cookie: 'mine=1', authorization: 'Bearer of-the-target' });
    expect(given.request.headers).not.toHaveProperty('x-note');
    expect(given.request.url).toBe('https://stage.example/shop/orders/7?token=new');
  });

  it('lets an override win over the header of the target, in any case', () => {
    const { request } = sent({}, { headers: { 'X-Tenant': 'mine' } }, { headers: { 'x-tenant': 'theirs' } });
    expect(request.headers['x-tenant']).toBe('mine');
  });

  it.each([
    ['truncated', { bodyInfo: { ...captured.bodyInfo!, truncated: true } }],
    ['omitted', { body: null, bodyInfo: { ...captured.bodyInfo!, omitted: 'multipart' as const } }],
    ['redacted', { body: '{"card":"[redacted]"}', redactedPaths: ['body.card'] }],
    ['redacted whole', { body: '[redacted]' }],
  ])('sends no body that is %s, unless one is given', (_, snapshot) => {
    expect(refused(snapshot)).toMatchObject({ code: 'BAD_REQUEST', parameter: 'body' });
    expect(sent(snapshot, { body: { card: 4 } }).request.body).toBe('{"card":4}');
    expect(sent(snapshot, { body: 'as it is' }).request.body).toBe('as it is');
    const none = sent(snapshot, { body: null }).request;
    expect([none.body, none.headers['content-type']]).toEqual([null, undefined]);
  });

  it('refuses overrides that still hold the mark of a secret, or that a header cannot hold', () => {
    expect(refused({}, { body: { a: ['[redacted]'] } }).parameter).toBe('body');
    expect(refused({}, { query: { a: ['1', '[redacted]'] } }).parameter).toBe('query');
    expect(refused({}, { headers: { a: 'x [redacted]' } })).toMatchObject({
      parameter: 'headers',
      refused: 'headers.a still holds [redacted]',
    });
    for (const [name, value] of [
      ['Host', 'evil'],
      ['content-length', '3'],
      ['Transfer-Encoding', 'chunked'],
      ['a b', '1'],
      ['a\r\nhost', '1'],
      ['a', '1\r\nhost: evil'],
      ['a', '\0'],
      ['a', '日'],
    ] as const)
      expect(refused({}, { headers: { [name]: value } }).refused).toContain(`headers.${name} `);
    expect(refused({ headers: { 'x-a': 'b\nc: d' } }).refused).toContain('headers.x-a holds a line break');
    expect(
      sent({ headers: { 'x-a': 'b\nc: d' } }, { headers: { 'x-a': null } }).request.headers,
    ).not.toHaveProperty('x-a');
  });

  it('keeps to the lock of the target', () => {
    expect(refused({}, {}, { lock: 'unsafe' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(refused({ method: 'GET' }, {}, { lock: 'all' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(sent({ method: 'GET', body: null, bodyInfo: null }, {}, { lock: 'unsafe' }).request.method).toBe(
      'GET',
    );
    for (const method of ['CONNECT', 'TRACE', 'GET /x', ''])
      expect(refused({ method }).code).toBe('FORBIDDEN');
  });

  it('takes the host from nowhere but the target', () => {
    for (const path of ['/a@evil.example/b', '/:80/', '/a:b@c', '/orders//7', '/a;b=c', "/it's/日本 x"]) {
      const { url } = sent({
        path,
        headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
      }).request;
      expect(new URL(url).origin).toBe('https://stage.example');
      expect(url.startsWith('https://stage.example/shop/')).toBe(true);
    }
    expect(sent({}, {}, { baseUrl: 'http://[::1]:8080' }).request.url).toMatch(
      /^http:\/\/\[::1\]:8080\/orders\/7\?/,
    );
  });

  it('refuses a path that is redacted, and blocked endpoints behind the path of the base URL as well', () => {
    expect(refused({ path: '/reset/[redacted]' }).code).toBe('FORBIDDEN');
    expect(refused({ path: '/run' }, {}, { baseUrl: 'https://stage.example/replay' }).refused).toContain(
      '/replay',
    );
    expect(refused({ path: '/replay.run' }, {}, { baseUrl: 'https://stage.example/trpc' }).refused).toContain(
      'replay.run',
    );
  });
});
