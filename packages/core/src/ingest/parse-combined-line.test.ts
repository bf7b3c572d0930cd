import { describe, expect, it } from 'vitest';
import { parseCombinedLine } from './parse-combined-line.ts';

const time = '[17/May/2015:10:05:03 +0000]';
const at = Date.UTC(2015, 4, 17, 10, 5, 3);

describe('parseCombinedLine', () => {
  it('reads a combined line as a log and a request', () => {
    const line = `83.149.9.216 - alice ${time} "GET /a/b.png?x=1 HTTP/1.1" 200 203023 "http://h/p" "Mozilla/5.0 (X11)"`;
    expect(parseCombinedLine(line)).toEqual({
      at,
      level: 'info',
      source: 'access',
      message: '83.149.9.216 "GET /a/b.png?x=1 HTTP/1.1" 200 203023',
      meta: { user: 'alice', referrer: 'http://h/p', userAgent: 'Mozilla/5.0 (X11)' },
      request: {
        method: 'GET',
        path: '/a/b.png?x=1',
        statusCode: 200,
        duration: null,
        requestSize: null,
        responseSize: 203_023,
        ip: '83.149.9.216',
        headers: { referer: 'http://h/p', 'user-agent': 'Mozilla/5.0 (X11)' },
      },
    });
  });

  it('reads the common format, a virtual host in front, IPv6 and a zone', () => {
    expect(parseCombinedLine(`1.2.3.4 - - ${time} "GET / HTTP/1.0" 304 -`)?.request).toMatchObject({
      statusCode: 304,
      responseSize: 0,
      headers: {},
    });
    const line = `shop.example:443 2001:db8::1 - - [17/May/2015:12:05:03 +0200] "POST /x HTTP/2.0" 503 12 "-" "-"`;
    expect(parseCombinedLine(line)).toMatchObject({
      at,
      level: 'error',
      meta: { host: 'shop.example:443' },
      request: { method: 'POST', path: '/x', ip: '2001:db8::1', headers: {} },
    });
  });

  it.each([
    ['0.123', 123],
    ['rt=0.004', 4],
    ['"10.0.0.1" 1.5', 1_500],
    ['rt=0.250 uct="0.001"', 250],
    ['12', null],
    ['-', null],
  ])('takes the request time from %s', (extra, duration) => {
    const parsed = parseCombinedLine(`1.2.3.4 - - ${time} "GET / HTTP/1.1" 200 5 "-" "curl/8" ${extra}`);
    expect(parsed?.request?.duration).toBe(duration);
    expect(parsed?.meta?.extra).toBe(extra);
  });

  it('unescapes quotes and bytes in the request and the user agent', () => {
    const line = `1.2.3.4 - - ${time} "GET /q?s=\\"a\\" HTTP/1.1" 200 5 "-" "say \\"hi\\" \\\\ \\xe9"`;
    expect(parseCombinedLine(line)?.request).toMatchObject({
      path: '/q?s="a"',
      headers: { 'user-agent': 'say "hi" \\ é' },
    });
  });

  it.each(['-', '\\x16\\x03\\x01\\x02', '', 'quit', 'GET  '])(
    'keeps the request line %j as an unmatched request',
    (request) => {
      const parsed = parseCombinedLine(`1.2.3.4 - - ${time} "${request}" 400 226 "-" "-"`);
      expect(parsed).toMatchObject({
        level: 'warn',
        request: { method: 'OTHER', route: 'unmatched', statusCode: 400 },
      });
      expect(parsed!.request!.path.length).toBeGreaterThan(0);
    },
  );

  it('reads an absolute target as its path, a request without protocol, and OPTIONS *', () => {
    const pathOf = (request: string) =>
      parseCombinedLine(`1.2.3.4 - - ${time} "${request}" 200 1`)?.request?.path;
    expect(pathOf('GET http://evil.example/a?b=c#d HTTP/1.1')).toBe('/a?b=c');
    expect(pathOf('GET http://evil.example HTTP/1.1')).toBe('/');
    expect(pathOf('GET /old')).toBe('/old');
    expect(pathOf('OPTIONS * HTTP/1.1')).toBe('*');
  });

  it('takes the client of a forwarded list', () => {
    const line = `9.9.9.9, 10.0.0.1 - - ${time} "GET / HTTP/1.1" 200 1`;
    expect(parseCombinedLine(line)?.request?.ip).toBe('9.9.9.9');
  });

  it.each([
    '',
    'hello',
    `1.2.3.4 - - [31/Feb/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1`,
    `1.2.3.4 - - ${time} "GET / HTTP/1.1" 200`,
    `{"msg":"x"}`,
  ])('is null for %j', (line) => {
    expect(parseCombinedLine(line)).toBeNull();
  });

  it('answers at once on hostile lines', () => {
    const started = performance.now();
    for (const piece of ['a,', 'a, ', '[', '\\', '" ', '1.2.3.4 - [']) {
      expect(parseCombinedLine(`1.2.3.4 - - ${piece.repeat(20_000)}`)).toBeNull();
      expect(parseCombinedLine(piece.repeat(20_000))).toBeNull();
    }
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
