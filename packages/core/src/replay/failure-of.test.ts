import { describe, expect, it } from 'vitest';
import { type FailedRequest, failureOf } from './failure-of.ts';

const info = { contentType: 'application/json', size: null, truncated: false, omitted: null };
const failed = (responseBody: string | null, over: Partial<FailedRequest> = {}) =>
  failureOf({
    service: 'shop',
    endpoint: 'GET /orders/{id}',
    statusCode: 500,
    responseBody,
    responseBodyInfo: info,
    ...over,
  });
const messageOf = (body: unknown) => failed(JSON.stringify(body))?.message;

describe('failureOf', () => {
  it('takes the message from where answers have it, the most telling first', () => {
    expect(messageOf({ error: { message: 'a' }, message: 'b', title: 'c' })).toBe('a');
    expect(messageOf({ error: 'Bad Request', message: 'b', title: 'c' })).toBe('b');
    expect(messageOf({ error: 'd', title: 'c' })).toBe('d');
    expect(messageOf({ error: { code: 7 }, title: 'c', detail: 'e' })).toBe('c');
    expect(messageOf({ title: ' ', detail: ' e ' })).toBe('e');
    for (const body of [{ detail: [{ msg: 'x' }] }, {}, [], 'x', 7, null, { message: '' }])
      expect(messageOf(body)).toBeNull();
    expect(
      failed('first\nsecond', { responseBodyInfo: { ...info, contentType: 'text/plain' } })?.message,
    ).toBe('first');
    expect(
      failed('<h1>x</h1>', { responseBodyInfo: { ...info, contentType: 'text/html' } })?.message,
    ).toBeNull();
    expect(failed('{"message":"cut', { responseBodyInfo: { ...info, truncated: true } })?.message).toBeNull();
    expect(failed(null, { responseBodyInfo: null })?.message).toBeNull();
  });

  it('has one key for messages that differ in variables alone, and another for anything else', () => {
    const key = (message: string, over: Partial<FailedRequest> = {}) =>
      failed(JSON.stringify({ message }), over)?.key;
    expect(key('order 17 is gone')).toBe(key('order 4711 is gone'));
    const keys = [
      key('order 17 is gone'),
      key('order 17 is lost'),
      key('order 17 is gone', { statusCode: 503 }),
      key('order 17 is gone', { statusCode: null }),
      key('order 17 is gone', { endpoint: 'GET /orders' }),
      key('order 17 is gone', { service: 'mail' }),
      failed(null)?.key,
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(key('x'.repeat(3_000))).toBe(key('x'.repeat(4_000)));
  });

  it('knows no failure of a request that was answered well', () => {
    for (const statusCode of [200, 304, 399]) expect(failed('{}', { statusCode })).toBeNull();
  });
});
