import { describe, expect, it } from 'vitest';
import { parseExchange } from './parse-exchange.ts';

describe('parseExchange', () => {
  it('reads a request and its answer as they stand on the wire', () => {
    const request = 'POST /a?b=c HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n{"a":1}\n\nrest';
    expect(parseExchange(request, 'HTTP/1.1 404 Not Found\nContent-Type: text/plain\n\nno')).toEqual({
      method: 'POST',
      url: '/a?b=c',
      headers: { host: ['x'], cookie: ['a=1', 'b=2'] },
      body: '{"a":1}\n\nrest',
      statusCode: 404,
      responseHeaders: { 'content-type': ['text/plain'] },
      responseBody: 'no',
    });
  });

  it('takes a URL alone, and an answer without a status line', () => {
    expect(parseExchange('https://x.test/?token=1', '')).toEqual({
      method: 'GET',
      url: 'https://x.test/?token=1',
      headers: {},
    });
    expect(parseExchange('DELETE /x', 'HTTP/1.1 999').statusCode).toBe(200);
  });
});
