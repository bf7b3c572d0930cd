import { describe, expect, it } from 'vitest';
import { parseJsonLine } from './parse-json-line.ts';

const parse = (value: unknown) => parseJsonLine(JSON.stringify(value));
const at = Date.UTC(2024, 0, 2, 3, 4, 5);

describe('parseJsonLine', () => {
  it('reads pino', () => {
    expect(
      parse({ level: 50, time: at, pid: 7, name: 'api', reqId: 'r-1', msg: 'failed', err: { stack: 's' } }),
    ).toEqual({
      at,
      level: 'error',
      source: 'api',
      message: 'failed',
      requestId: 'r-1',
      meta: { pid: 7, err: { stack: 's' } },
    });
  });

  it('reads bunyan, winston, zap and logstash', () => {
    expect(parse({ v: 0, level: 40, name: 'b', time: '2024-01-02T03:04:05.000Z', msg: 'm' })).toMatchObject({
      at,
      level: 'warn',
      source: 'b',
    });
    expect(
      parse({ level: 'silly', message: 'm', timestamp: '2024-01-02 03:04:05', service: 'shop' }),
    ).toMatchObject({
      at,
      level: 'trace',
      service: 'shop',
    });
    expect(parse({ level: 'dpanic', ts: at / 1000, logger: 'z', msg: 'm' })).toMatchObject({
      at,
      level: 'info',
      source: 'z',
      meta: { level: 'dpanic' },
    });
    expect(
      parse({
        '@timestamp': '2024-01-02T04:04:05+01:00',
        'log.level': 'ERROR',
        message: 'm',
        'trace.id': 'ab',
      }),
    ).toMatchObject({
      at,
      level: 'error',
      traceId: 'ab',
    });
  });

  it.each([at, at / 1000, at * 1000, at * 1e6, String(at), String(at / 1000)])(
    'reads the epoch %s',
    (time) => {
      expect(parse({ time, msg: 'm' })?.at).toBe(at);
    },
  );

  it.each([0, 12, 'soon', null, {}, true, 1e30])('keeps a time it cannot read as meta: %j', (time) => {
    expect(parse({ time, msg: 'm' })).toMatchObject({ at: null, meta: { time } });
  });

  it.each([
    [10, 'trace'],
    [20, 'debug'],
    [35, 'info'],
    [60, 'fatal'],
    [70, 'fatal'],
    ['30', 'info'],
    ['Critical', 'fatal'],
  ])('reads the level %s', (level, expected) => {
    expect(parse({ level, msg: 'm' })?.level).toBe(expected);
  });

  it('outlines an object without a message and keeps all of it', () => {
    expect(parse({ a: 1, b: { c: [1, 2] } })).toEqual({
      at: null,
      level: 'info',
      source: null,
      message: '{a, b}',
      meta: { a: 1, b: { c: [1, 2] } },
    });
  });

  it('reads an answered request of pino-http, and none of an unanswered one', () => {
    const req = {
      id: 3,
      method: 'GET',
      url: '/a?b=1',
      remoteAddress: '::1',
      headers: { authorization: 'x' },
    };
    const parsed = parse({
      level: 30,
      time: at,
      req,
      res: { statusCode: 500 },
      responseTime: 12,
      msg: 'request completed',
    });
    expect(parsed?.request).toEqual({
      method: 'GET',
      path: '/a?b=1',
      statusCode: 500,
      duration: 12,
      requestSize: null,
      responseSize: null,
      ip: '::1',
      requestId: '3',
    });
    expect(parse({ level: 30, time: at, req, msg: 'incoming' })?.request).toBeUndefined();
  });

  it('reads the JSON access log of nginx', () => {
    const line = {
      time_iso8601: '2024-01-02T03:04:05+00:00',
      remote_addr: '9.9.9.9',
      request: 'GET /x HTTP/1.1',
      status: '404',
      body_bytes_sent: '12',
      request_time: '0.250',
    };
    expect(parse(line)).toMatchObject({
      at,
      level: 'warn',
      message: 'GET /x 404',
      request: { path: '/x', statusCode: 404, duration: 250, responseSize: 12, ip: '9.9.9.9' },
    });
  });

  it('keeps what is too deep or too large for meta in the message', () => {
    const deep = `{"msg":"m","x":${'['.repeat(70)}${']'.repeat(70)}}`;
    expect(parseJsonLine(deep)).toMatchObject({ message: deep });
    const large = JSON.stringify({ msg: 'm', x: 'é'.repeat(600_000) });
    expect(parseJsonLine(large)).toMatchObject({ message: large });
    expect(parseJsonLine(large)).not.toHaveProperty('meta');
  });

  it.each(['', 'text', '[1]', '{"a":', '"x"', '{a:1}', 'null'])('is null for %j', (line) => {
    expect(parseJsonLine(line)).toBeNull();
  });
});
