import { request as httpRequest } from 'node:http';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Apiscope } from '../client.ts';
import type { ApiscopeOptions } from '../options.ts';
import { clientOf, type Door, openDoor, requestsAt } from '../testing/open-door.ts';
import { type Served, serve } from '../testing/serve.ts';
import { apiscopeExpress } from './express.ts';
import { withApiscope } from './node.ts';

let door: Door;
let client: Apiscope;
let served: Served;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(async () => {
  await served?.close();
  await client.close(500);
  await door.close();
});

type Handler = Parameters<typeof withApiscope>[1];
async function host(handler: Handler, options: Partial<ApiscopeOptions> = {}) {
  client = clientOf(door, options);
  served = await serve(withApiscope(client, handler));
}
const ask = (path: string, init?: RequestInit) => fetch(`${served.url}${path}`, init);
const seen = (count: number) => requestsAt(door, client, count);

/** Asks, takes the first bytes and goes away. */
function leave(path: string): Promise<void> {
  return new Promise((resolve) => {
    const asking = httpRequest(`${served.url}${path}`, (response) => {
      response.once('data', () => asking.destroy());
      response.on('error', () => {});
      response.on('close', () => resolve());
    });
    asking.on('error', () => resolve());
    asking.end();
  });
}

describe('withApiscope for node:http', () => {
  it('infers templates from paths, but of what is not found', async () => {
    await host((request, response) => {
      response.statusCode = request.url === '/users/77' ? 200 : 404;
      response.end();
    });
    for (const path of ['/users/77', '/a', '/b/c']) await ask(path);
    const requests = await seen(3);
    expect(requests.map(({ route, path }) => [route, path])).toEqual([
      [undefined, '/users/77'],
      ['unmatched', '/a'],
      ['unmatched', '/b/c'],
    ]);
  });

  it('counts bytes as they leave, whatever form they are written in', async () => {
    await host(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/plain', 'x-one': '1' });
        response.write('é');
        response.write(Buffer.from([65, 66]));
        response.end('ÿ', 'latin1');
      },
      { bodies: true },
    );
    expect(await (await ask('/')).arrayBuffer()).toHaveProperty('byteLength', 5);
    const [request] = await seen(1);
    expect(request).toMatchObject({
      responseSize: 5,
      responseHeaders: { 'content-type': 'text/plain', 'x-one': '1' },
      // The last byte is no UTF-8.
      responseBodyInfo: { omitted: 'binary', size: 5 },
    });
  });

  it('leaves bodies of HEAD and 304 out of sizes', async () => {
    await host((request, response) => {
      response.statusCode = request.method === 'HEAD' ? 200 : 304;
      response.end('nobody gets this');
    });
    await ask('/', { method: 'HEAD' });
    await ask('/');
    expect((await seen(2)).map(({ responseSize }) => responseSize)).toEqual([0, 0]);
  });

  it('counts a chunked body, and describes bodies that are unread, binary or cut', async () => {
    await host(
      async (request, response) => {
        if (request.url === '/unread') return void response.end();
        let size = 0;
        for await (const chunk of request) size += chunk.length;
        response.end(String(size));
      },
      { bodies: true, maxBodyBytes: 10 },
    );
    const post = (path: string, body: BodyInit, type = 'text/plain') =>
      ask(path, { method: 'POST', body, headers: { 'content-type': type }, duplex: 'half' } as RequestInit);
    await post('/', new Blob(['0123456789abc']).stream());
    await post('/unread', 'x');
    await post('/', new Uint8Array([255, 0]), 'application/octet-stream');
    const form = new FormData();
    form.set('a', '1');
    await ask('/', { method: 'POST', body: form });
    const requests = await seen(4);
    expect(requests[0]).toMatchObject({
      requestSize: 13,
      body: '0123456789',
      bodyInfo: { truncated: true, size: 13, omitted: null },
    });
    expect(requests.slice(1).map(({ body, bodyInfo }) => [body, bodyInfo?.omitted])).toEqual([
      [undefined, 'unread'],
      [undefined, 'binary'],
      [undefined, 'multipart'],
    ]);
  });

  it('keeps bodies of the kinds that were asked for only', async () => {
    await host(
      (request, response) => {
        response.setHeader('content-type', 'text/html');
        request.resume().on('end', () => response.end('<p>'));
      },
      { bodies: ['form'] },
    );
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await ask('/', { method: 'POST', body: 'a=1&password=x', headers });
    await ask('/', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    const requests = await seen(2);
    expect(requests.map(({ body, responseBody }) => [body, responseBody])).toEqual([
      ['a=1&password=[redacted]', undefined],
      [undefined, undefined],
    ]);
  });

  it('calls a client that went away 499, and an event stream that ended so no such thing', async () => {
    await host(
      (request, response) => {
        response.setHeader('content-type', request.url === '/sse' ? 'text/event-stream' : 'text/plain');
        const timer = setInterval(() => response.write('data: 1\n\n'), 10);
        response.on('close', () => clearInterval(timer));
      },
      { bodies: true },
    );
    await leave('/slow');
    await leave('/sse');
    const [slow, sse] = await seen(2);
    expect(slow).toMatchObject({ statusCode: 499, duration: expect.any(Number) });
    expect(sse).toMatchObject({ statusCode: 200, duration: null, responseBodyInfo: { omitted: 'stream' } });
    expect(sse!.timeToFirstByte).toBeGreaterThan(0);
    expect(sse!.responseBody).toBeUndefined();
  });

  it('passes over probes, what is excluded, replays and the own requests of an SDK', async () => {
    await host((_, response) => response.end(), { ignore: { paths: ['/internal/*', /^\/x+$/g] } });
    await ask('/internal/a');
    await ask('/xxx');
    await ask('/xxx');
    await ask('/', { headers: { 'user-agent': 'kube-probe/1.30' } });
    await ask('/', { headers: { 'x-apiscope-replay': '1' } });
    await ask('/ingest/requests', { method: 'POST', headers: { 'x-apiscope-sdk': 'x' } });
    await ask('/seen', { headers: { 'x-apiscope-sdk': 'x' } });
    expect((await seen(1)).map(({ path }) => path)).toEqual(['/seen']);
  });

  it('believes X-Forwarded-For of a trusted proxy only', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', 'x-user-id': 'root' };
    await host((_, response) => response.end());
    await ask('/', { headers });
    expect((await seen(1))[0]).toMatchObject({ ip: '127.0.0.1' });
    expect((await seen(1))[0]).not.toHaveProperty('userId');
    await served.close();
    await client.close(500);
    await host((_, response) => response.end(), { trustedProxies: ['loopback'] });
    await ask('/', { headers });
    expect((await seen(2))[1]).toMatchObject({ ip: '198.51.100.7' });
  });

  it('asks the hooks who called, and survives one that throws', async () => {
    await host((_, response) => response.end(), {
      consumer: (request) => ({ id: request.header('x-app') ?? 'none', name: 'An app' }),
      user: () => {
        throw new Error('no user');
      },
    });
    await ask('/', { headers: { 'x-app': 'app-1' } });
    expect((await seen(1))[0]).toMatchObject({ consumer: 'app-1', consumerName: 'An app' });
  });

  it('counts a framework inside a wrapped server once, by the route of the framework', async () => {
    client = clientOf(door);
    const app = express();
    app.use(apiscopeExpress(client), apiscopeExpress(client));
    app.get('/users/:id', (_, response) => void response.send('ok'));
    served = await serve(withApiscope(client, app));
    await ask('/users/1');
    expect((await seen(1)).map(({ route }) => route)).toEqual(['/users/{id}']);
  });
});

describe('withApiscope for HTTP/2', () => {
  it('counts bytes that nobody announced, and takes no pseudo header for one', async () => {
    client = clientOf(door);
    const server = createServer(
      withApiscope(client, (request, response) =>
        request.resume().on('end', () => response.end('hello')),
      ) as never,
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const ask = (headers: object, body?: string) =>
      new Promise((resolve) =>
        session
          .request({ ':path': '/x?a=1', ...headers })
          .on('end', resolve)
          .resume()
          .end(body),
      );
    await ask({ ':method': 'POST', 'x-own': 'own' }, '1234567');
    await ask({ ':method': 'GET' });
    const [post, get] = await requestsAt(door, client, 2);
    session.close();
    server.close();
    expect(post).toMatchObject({
      method: 'POST',
      path: '/x',
      statusCode: 200,
      requestSize: 7,
      responseSize: 5,
    });
    expect(post!.headers).toEqual({ 'x-own': 'own' });
    expect(Object.keys(post!.responseHeaders!)).not.toContain(':status');
    expect(get).toMatchObject({ method: 'GET', requestSize: 0 });
  });
});
