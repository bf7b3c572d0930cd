import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry } from 'har-format';
import { describe, expect, it } from 'vitest';
import type { WholeSnapshot } from './schema.ts';
import { har } from './testing/har-schema.ts';
import { toHarEntry } from './to-har-entry.ts';

const real = join(import.meta.dirname, '../../../../../shared/data/har');

function make(changes: Partial<WholeSnapshot> = {}): WholeSnapshot {
  return {
    id: 7,
    service: 'Shop API',
    endpoint: 'POST /orders/{id}',
    method: 'POST',
    path: '/orders/7',
    query: { tag: ['a b', 'ü&='], page: '1' },
    headers: { host: 'shop.example:8080', 'content-type': 'application/json', cookie: '[redacted]' },
    body: '{"n": 1.0, "token":"[redacted]"}',
    bodyInfo: { contentType: 'application/json; charset=utf-8', size: 41, truncated: false, omitted: null },
    statusCode: 201,
    responseHeaders: { location: '/orders/8', 'set-cookie': ['[redacted]', '[redacted]'] },
    responseBody: 'made ü',
    responseBodyInfo: { contentType: 'text/plain', size: 7, truncated: false, omitted: null },
    duration: 12.5,
    timestamp: '2026-01-31T09:00:00.250Z',
    userId: 'u-1',
    consumer: null,
    attributes: null,
    version: '1.2',
    stage: null,
    requestId: 'r-1',
    traceId: null,
    geoCountry: 'NL',
    geoRegion: null,
    geoCity: null,
    geoLat: 0,
    geoLon: 0,
    geoSource: 'ip',
    redactedPaths: ['headers.cookie', 'body.token'],
    pinned: false,
    created_at: '2026-01-31T09:00:01.000Z',
    updated_at: '2026-01-31T09:00:01.000Z',
    ...changes,
  };
}

/** The entry as it is read back from a file, held against the format. */
function written(changes: Partial<WholeSnapshot> = {}) {
  // That it compiles says that it is an entry to the format's published types as well.
  const entry: Entry = toHarEntry(make(changes));
  const file = { log: { version: '1.2', creator: { name: 'Apiscope', version: '0' }, entries: [entry] } };
  return har.parse(JSON.parse(JSON.stringify(file))).log.entries[0]!;
}

describe('toHarEntry', () => {
  it('says what is known of an exchange', () => {
    expect(written()).toEqual({
      startedDateTime: '2026-01-31T09:00:00.250Z',
      time: 12.5,
      request: {
        method: 'POST',
        url: 'http://shop.example:8080/orders/7?tag=a+b&tag=%C3%BC%26%3D&page=1',
        httpVersion: 'unknown',
        cookies: [],
        headers: [
          { name: 'host', value: 'shop.example:8080' },
          { name: 'content-type', value: 'application/json' },
          { name: 'cookie', value: '[redacted]' },
        ],
        queryString: [
          { name: 'tag', value: 'a b' },
          { name: 'tag', value: 'ü&=' },
          { name: 'page', value: '1' },
        ],
        postData: { mimeType: 'application/json; charset=utf-8', text: '{"n": 1.0, "token":"[redacted]"}' },
        headersSize: -1,
        bodySize: 41,
      },
      response: {
        status: 201,
        statusText: '',
        httpVersion: 'unknown',
        cookies: [],
        headers: [
          { name: 'location', value: '/orders/8' },
          { name: 'set-cookie', value: '[redacted]' },
          { name: 'set-cookie', value: '[redacted]' },
        ],
        content: { size: 7, mimeType: 'text/plain', text: 'made ü' },
        redirectURL: '/orders/8',
        headersSize: -1,
        bodySize: 7,
      },
      cache: {},
      timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: 12.5, receive: 0 },
      _apiscope: {
        id: 7,
        service: 'Shop API',
        endpoint: 'POST /orders/{id}',
        requestId: 'r-1',
        traceId: null,
        version: '1.2',
        stage: null,
        redactedPaths: ['headers.cookie', 'body.token'],
      },
    });
  });

  it('makes up nothing where nothing is known', () => {
    const nothing = {
      headers: {},
      query: {},
      body: null,
      bodyInfo: null,
      responseHeaders: null,
      responseBody: null,
      responseBodyInfo: null,
    };
    const answered = written({ ...nothing, duration: null });
    expect(answered.request).not.toHaveProperty('postData');
    expect(answered.request).toMatchObject({ url: 'http://shop-api.invalid/orders/7', bodySize: -1 });
    expect(answered.response).toMatchObject({
      status: 201,
      bodySize: -1,
      content: { size: -1, mimeType: '' },
    });
    expect(answered.response.content).not.toHaveProperty('text');
    expect(answered.timings).toMatchObject({ wait: 0, comment: 'not timed' });
    expect(written({ ...nothing, statusCode: null }).response).toMatchObject({
      status: 0,
      headers: [],
      bodySize: -1,
      _error: 'no response',
    });
  });

  it('says why a body is not whole, and that compression hides its size', () => {
    const info = { contentType: 'image/png', size: 90_000, truncated: false, omitted: null };
    const entry = written({
      body: null,
      bodyInfo: { ...info, omitted: 'multipart' },
      responseBody: 'x',
      responseBodyInfo: { ...info, truncated: true },
      responseHeaders: { 'content-encoding': 'gzip' },
    });
    expect(entry.request.postData).toEqual({
      mimeType: 'image/png',
      text: '',
      comment: 'not stored: multipart',
    });
    expect(entry.response).toMatchObject({
      bodySize: 90_000,
      content: { size: -1, text: 'x', comment: 'only the beginning is stored' },
    });
  });

  it.each([
    [
      'a host of its own',
      { headers: { host: '[::1]:80', 'x-forwarded-proto': 'https' } },
      'https://[::1]:80/orders/7',
    ],
    ['a host that is none', { headers: { host: 'a b/../c@evil' } }, 'http://shop-api.invalid/orders/7'],
    ['a service without a letter', { headers: {}, service: '日本' }, 'http://service.invalid/orders/7'],
    [
      'a long service',
      { headers: {}, service: 'x'.repeat(200) },
      `http://${'x'.repeat(63)}.invalid/orders/7`,
    ],
    ['a path without a root', { path: '*' }, 'http://shop.example:8080/*'],
    ['two slashes and dots', { path: '//evil/../x' }, 'http://shop.example:8080//evil/../x'],
    [
      'what a URL cannot hold',
      { path: '/a b/%2F/?#[redacted]/日🙂' },
      'http://shop.example:8080/a%20b/%2F/%3F%23%5Bredacted%5D/%E6%97%A5%F0%9F%99%82',
    ],
    [
      'a redacted value',
      { query: { token: '[redacted]' } },
      'http://shop.example:8080/orders/7?token=%5Bredacted%5D',
    ],
  ])('gives %s an address', (_, changes: Partial<WholeSnapshot>, url) => {
    expect(written({ query: {}, ...changes }).request.url).toBe(url);
  });
});

describe('the schema of these tests', () => {
  const files = [
    'perfcascade_chrome_github',
    'mitmproxy_chrome',
    'mitmproxy_head-content-length',
    'mitmproxy_postdata',
    'mitmproxy_insomnia',
  ];

  it.skipIf(!existsSync(real)).each(files)('takes %s, which another program wrote', async (name) => {
    const file = JSON.parse((await readFile(join(real, `${name}.har`), 'utf8')).replace(/^\uFEFF/, ''));
    const result = har.safeParse(file);
    expect(result.error?.issues ?? []).toEqual([]);
  });
});
