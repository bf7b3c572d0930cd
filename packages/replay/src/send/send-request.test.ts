import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { systemClock } from '@apiscope/core/clock';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SendOptions, sendRequest } from './send-request.ts';

const options: SendOptions = {
  allowed: createCidrSet(['127.0.0.1']),
  timeoutMs: 2_000,
  maxBytes: 1_000,
  clock: systemClock,
};
let server: Server;
let port: number;
let answer: RequestListener;
const seen: { method?: string; url?: string; raw: string[]; body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, rawHeaders } = request;
    seen.push({
      ...(method && { method }),
      ...(url && { url }),
      raw: rawHeaders,
      body: Buffer.concat(chunks).toString(),
    });
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  seen.length = 0;
  answer = (_, response) => response.end('ok');
});

const send = (
  path = '/',
  request: Partial<Parameters<typeof sendRequest>[0]> = {},
  changes: Partial<SendOptions> = {},
) =>
  sendRequest(
    { method: 'GET', url: `http://127.0.0.1:${port}${path}`, headers: {}, body: null, ...request },
    { ...options, ...changes },
  );
const text = (result: Awaited<ReturnType<typeof send>>) =>
  result.outcome === 'answered' ? Buffer.from(result.body).toString() : result;

describe('sendRequest', () => {
  it('leaves the rest of an answer that never ends once its listener has enough', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('first');
      setTimeout(() => response.write(', second'), 50);
    };
    const heard: string[] = [];
    const listener = {
      begun: ({ statusCode }: { statusCode: number }) => heard.push(String(statusCode)),
      piece: (bytes: Uint8Array) => heard.push(Buffer.from(bytes).toString()) > 2,
    };
    const result = await send('/', {}, { listener });
    expect(heard).toEqual(['200', 'first', ', second']);
    expect(result).toMatchObject({ outcome: 'answered', truncated: false });
    expect(text(result)).toBe('first, second');
  });

  it('puts an answer of single bytes together', async () => {
    const whole = Buffer.from('0123456789'.repeat(90));
    answer = (_, response) => {
      for (const byte of whole) response.write(Buffer.of(byte));
      response.end();
    };
    expect(text(await send())).toBe(whole.toString());
  });

  it('sends method, path, headers and body as they are, and tells when what happened', async () => {
    answer = (_, response) => response.writeHead(201, { 'X-A': ['1', '2'], etag: 'W/"x"' }).end('made ü');
    const result = await send('/a%20b//c?x=1&x=2', {
      method: 'PATCH',
      headers: { 'x-one': '1', 'x-two': ['a', 'b'], 'content-type': 'text/plain' },
      body: 'für {"n": 1.0}',
    });
    expect(result).toMatchObject({
      outcome: 'answered',
      statusCode: 201,
      address: '127.0.0.1',
      truncated: false,
    });
    expect(text(result)).toBe('made ü');
    if (result.outcome !== 'answered') return;
    expect(result.headers).toMatchObject({ 'x-a': ['1', '2'], etag: 'W/"x"' });
    const { connected, firstByte, total } = result.timing;
    expect(connected! <= firstByte! && firstByte! <= total).toBe(true);
    expect(seen).toMatchObject([{ method: 'PATCH', url: '/a%20b//c?x=1&x=2', body: 'für {"n": 1.0}' }]);
    const raw = seen[0]!.raw.join('\n');
    for (const line of [`127.0.0.1:${port}`, 'x-two\na', 'x-two\nb', 'content-length\n15'])
      expect(raw).toContain(line);
  });

  it('does not follow a redirect, wherever it leads', async () => {
    for (const location of [
      `http://127.0.0.1:${port}/next`,
      'http://169.254.169.254/',
      'file:///etc/passwd',
      '//10.0.0.1',
    ]) {
      answer = (_, response) => response.writeHead(302, { location }).end();
      const result = await send();
      expect(result).toMatchObject({ outcome: 'answered', statusCode: 302, headers: { location } });
    }
    expect(seen.length).toBe(4);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['identity', (bytes: string) => bytes],
  ] as const)('reads an answer in %s up to the limit of what it unpacks to', async (coding, pack) => {
    answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': coding }).end(pack('x'.repeat(5_000_000)));
    expect(await send()).toMatchObject({ outcome: 'answered', truncated: true, body: { length: 1_000 } });
    answer = (_, response) => response.writeHead(200, { 'content-encoding': coding }).end(pack('hello'));
    expect(text(await send())).toBe('hello');
  });

  it('says that an answer failed when its bytes are not what they claim to be, or end early', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
    expect(await send()).toMatchObject({ outcome: 'failed', error: expect.stringContaining('header check') });
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('abc', () => response.destroy());
    };
    expect(await send()).toMatchObject({ outcome: 'failed', address: '127.0.0.1' });
  });

  it('makes results of a refused connection, an unknown name, a silent and a dripping server, and a cancellation', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => closed.once('listening', done));
    const { port: free } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    expect(await send('/', { url: `http://127.0.0.1:${free}/` })).toMatchObject({
      outcome: 'failed',
      error: 'the connection was refused (ECONNREFUSED)',
      address: null,
      timing: { connected: null, firstByte: null },
    });
    expect(await send('/', { url: 'http://nowhere.example/' }, { lookup: async () => [] })).toMatchObject({
      outcome: 'failed',
      error: 'there is no such name (ENOTFOUND)',
    });
    answer = () => {};
    const late = { outcome: 'failed', error: 'no whole answer within 80 ms', address: '127.0.0.1' };
    expect(await send('/', {}, { timeoutMs: 80 })).toMatchObject(late);
    answer = (_, response) => {
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    };
    expect(await send('/', {}, { timeoutMs: 80, maxBytes: 1e6 })).toMatchObject(late);
    answer = () => {};
    expect(await send('/', {}, { signal: AbortSignal.timeout(50) })).toMatchObject({ outcome: 'failed' });
    const silent = { timeoutMs: 80, lookup: () => new Promise<string[]>(() => {}) };
    expect(await send('/', { url: 'http://slow.example/' }, silent)).toMatchObject({
      ...late,
      address: null,
    });
  });
});
