import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { parseHar } from './parse-har.ts';

const real = join(import.meta.dirname, '../../../../../shared/data/har');
const files = existsSync(real) ? readdirSync(real).filter((name) => name.endsWith('.har')) : [];
const readReal = (name: string) =>
  JSON.parse(new TextDecoder().decode(readFileSync(join(real, name)))) as {
    log: { entries: { request: { method: string; url: string } }[] };
  };

const entry = (changes: object = {}) => ({
  startedDateTime: '2026-01-31T10:00:00.250+01:00',
  time: 12.5,
  request: { method: 'GET', url: 'https://user:secret@Shop.example:8443/orders/7?tag=a&tag=b%20c#top' },
  response: { status: 200 },
  ...changes,
});
const har = (...entries: unknown[]) => ({ log: { version: '1.2', entries } });
const one = (changes: object = {}, service?: string) =>
  parseHar(har(entry(changes)), { service }).exchanges[0]!;

function issuesOf(file: unknown): string[] {
  try {
    parseHar(file);
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_REQUEST')
      return error.issues!.map(({ path }) => path);
    throw error;
  }
  return [];
}

describe('parseHar', () => {
  it('reads an entry of which only what is needed is there', () => {
    expect(one()).toMatchObject({
      service: 'shop.example:8443',
      endpoint: 'GET /orders/{id}',
      method: 'GET',
      path: '/orders/7',
      query: { tag: ['a', 'b c'] },
      headers: { host: 'shop.example:8443' },
      body: null,
      statusCode: 200,
      responseHeaders: {},
      responseBody: null,
      duration: 12.5,
      timestamp: Date.UTC(2026, 0, 31, 9, 0, 0, 250),
    });
    expect(JSON.stringify(one())).not.toContain('secret');
    expect(one({}, 'mine').service).toBe('mine');
  });

  it('keeps repeated headers, without those of HTTP/2, under names in lower case', () => {
    const headers = [
      { name: ':authority', value: 'x' },
      { name: 'Accept', value: 'a' },
      { name: 'accept', value: 'b' },
      { name: 'Host', value: 'other' },
    ];
    const request = { method: 'get', url: 'http://h/', headers };
    expect(one({ request })).toMatchObject({ method: 'GET', headers: { accept: ['a', 'b'], host: 'other' } });
  });

  const content = (fields: object, bodySize = -1) =>
    one({ response: { status: 200, bodySize, content: fields } }).responseBody;
  it.each([
    [
      'base64 text',
      { mimeType: 'text/html', encoding: 'base64', text: 'w7wh' },
      { text: 'ü!', omitted: null, size: 3 },
    ],
    [
      'an image',
      { mimeType: 'image/png', encoding: 'base64', text: 'AAEC', size: 3 },
      { text: null, omitted: 'binary', size: 3 },
    ],
    [
      'bytes that are no text',
      { mimeType: 'text/plain', encoding: 'base64', text: '/w==' },
      { text: null, omitted: 'binary', size: 1 },
    ],
    [
      'base64 that is none',
      { mimeType: 'text/plain', encoding: 'base64', text: '*' },
      { text: null, omitted: 'binary', size: null },
    ],
    [
      'a text that was left out',
      { mimeType: 'text/css', size: 9 },
      { text: null, omitted: 'unread', size: 9 },
    ],
    [
      'a stream',
      { mimeType: 'text/event-stream', text: 'data: 1' },
      { text: null, omitted: 'stream', size: null },
    ],
  ])('keeps of %s what capture would have kept', (_, fields, { text, omitted, size }) => {
    expect(content(fields)).toMatchObject({ text, info: { omitted, size } });
  });

  it('cuts a long text where capture does, between two characters', () => {
    const body = content({ mimeType: 'text/plain', text: `a${'ü'.repeat(40_000)}` });
    expect(body!.info).toMatchObject({ truncated: true, size: 80_001 });
    expect([body!.text!.length, body!.text!.at(-1)]).toEqual([32_768, 'ü']);
  });

  it('makes the body of a form out of its parameters, and describes one of several parts', () => {
    const post = (postData: object) => one({ request: { method: 'POST', url: 'http://h/', postData } }).body;
    const params = [{ name: 'a', value: 'ü &' }, { name: 'b' }];
    expect(post({ mimeType: 'application/x-www-form-urlencoded', params })?.text).toBe('a=%C3%BC+%26&b=');
    expect(post({ mimeType: 'multipart/form-data; boundary=x', text: '--x' })).toMatchObject({
      text: null,
      info: { omitted: 'multipart' },
    });
    expect(post({})).toBeNull();
  });

  it('has no answer where the status is 0 or missing', () => {
    for (const response of [{ status: 0 }, null, undefined, {}])
      expect(one({ response })).toMatchObject({
        statusCode: null,
        responseHeaders: null,
        responseBody: null,
      });
  });

  it('sums the phases of what is not timed as a whole', () => {
    const timings = { blocked: -1, dns: 1, send: 2, wait: 3.5, receive: 0 };
    expect(one({ time: null, timings }).duration).toBe(6.5);
    expect(one({ time: -1 }).duration).toBeNull();
  });

  it('skips what is no HTTP', () => {
    const request = { method: 'GET', url: 'data:text/plain,x' };
    expect(parseHar(har(entry({ request }), entry()))).toMatchObject({
      skipped: 1,
      exchanges: [{ index: 1 }],
    });
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', null, ['log']],
    ['no log', {}, ['log']],
    ['no entries', { log: {} }, ['log.entries']],
    ['an entry that is none', har(entry(), 7), ['log.entries.1']],
    [
      'no URL',
      har(entry(), entry(), entry(), entry({ request: { method: 'GET' } })),
      ['log.entries.3.request.url'],
    ],
    [
      'a URL without host',
      har(entry({ request: { method: 'GET', url: '/a' } })),
      ['log.entries.0.request.url'],
    ],
    ['no time', har(entry({ startedDateTime: 'yesterday' })), ['log.entries.0.startedDateTime']],
    ['a status that is none', har(entry({ response: { status: 1_000 } })), ['log.entries.0.response.status']],
    [
      'a header that is none',
      har(entry({ request: { method: 'GET', url: 'http://h', headers: [{}] } })),
      ['log.entries.0.request.headers.0.name'],
    ],
  ])('refuses a file with %s, naming the place', (_, file, paths) => {
    expect(issuesOf(file)).toEqual(paths);
  });

  it('says of what is not there that it is missing', () => {
    expect(() => parseHar({ log: {} })).toThrow('log.entries: is missing');
  });

  it('names the first twenty places of a file in which everything is broken', () => {
    expect(issuesOf(har(...Array.from({ length: 100 }, () => ({}))))).toHaveLength(20);
  });

  it.skipIf(files.length === 0).each(files.length === 0 ? ['none'] : files)('reads %s', (name) => {
    const file = readReal(name);
    const { exchanges, skipped } = parseHar(file);
    expect(exchanges.length + skipped).toBe(file.log.entries.length);
    expect(skipped).toBe(0);
    for (const [index, exchange] of exchanges.entries()) {
      const { url, method } = file.log.entries[index]!.request;
      const parsed = new URL(url);
      expect(exchange).toMatchObject({ method, path: parsed.pathname, service: parsed.host });
      expect(Object.values(exchange.query).flat()).toEqual([...parsed.searchParams.values()]);
    }
  });
});
