import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Apiscope } from '../client.ts';
import { clientOf, type Door, openDoor, requestsAt } from '../testing/open-door.ts';
import { withApiscope } from './fetch.ts';
import { withApiscopeLambda } from './lambda.ts';

let door: Door;
let client: Apiscope;
beforeEach(async () => {
  door = await openDoor();
  client = clientOf(door, { bodies: true, transport: { maxAgeMs: 60_000 } });
});
afterEach(async () => {
  await client.close(500);
  await door.close();
});

describe('withApiscope for fetch handlers', () => {
  it('has sent what it saw when waitUntil is done, and passes the other arguments on', async () => {
    const waiting: Promise<unknown>[] = [];
    const context = { waitUntil: (promise: Promise<unknown>) => void waiting.push(promise) };
    const handler = withApiscope(client, (request, env: { name: string }, _ctx: typeof context) => {
      return new Response(`${env.name} ${new URL(request.url).pathname}`);
    });
    const answer = await handler(
      new Request('https://shop.example/users/123456?q=1'),
      { name: 'env' },
      context,
    );
    expect(door.arrived).toHaveLength(0);
    expect(await answer.text()).toBe('env /users/123456');
    await Promise.all(waiting);
    expect(door.requests()).toMatchObject([
      {
        method: 'GET',
        path: '/users/123456',
        query: { q: '1' },
        responseBody: 'env /users/123456',
        requestSize: 0,
      },
    ]);
    expect(door.requests()[0]).not.toHaveProperty('route');
  });

  it('ends the clock with the body, counts a reader that goes away as 499, and hands errors on', async () => {
    const handler = withApiscope(client, (request) => {
      if (request.url.endsWith('/throws')) throw new Error('boom');
      const body = new ReadableStream({
        async pull(controller) {
          await sleep(15);
          controller.enqueue(new Uint8Array(10));
        },
      });
      return new Response(body);
    });
    const answer = await handler(new Request('https://shop.example/slow'));
    const reader = answer.body!.getReader();
    for (let n = 0; n < 3; n++) await reader.read();
    await reader.cancel();
    await expect(handler(new Request('https://shop.example/throws'))).rejects.toThrow('boom');
    const [slow, thrown] = await requestsAt(door, client, 2);
    expect(slow).toMatchObject({ statusCode: 499, responseSize: 30 });
    expect(slow!.duration).toBeGreaterThan(40);
    expect(thrown).toMatchObject({ statusCode: 500, error: { type: 'Error', message: 'boom' } });
  });

  it('takes templates from the host, and believes no header about addresses', async () => {
    const handler = withApiscope(client, () => new Response(null, { status: 204 }), {
      route: (request) => (request.url.includes('/users/') ? '/users/:id' : null),
    });
    const headers = { 'cf-connecting-ip': '203.0.113.9', 'x-forwarded-for': '203.0.113.9' };
    await handler(new Request('https://shop.example/users/a', { headers }));
    await handler(new Request('https://shop.example/other'));
    const requests = await requestsAt(door, client, 2);
    expect(requests.map(({ route, ip }) => [route, ip])).toEqual([
      ['/users/{id}', undefined],
      ['unmatched', undefined],
    ]);
  });
});

describe('functions of the host', () => {
  it('do not fail the request that they are asked about', async () => {
    const boom = () => {
      throw new Error('boom');
    };
    const handler = withApiscope(client, () => new Response('ok'), { route: boom, clientAddress: boom });
    expect(await (await handler(new Request('https://shop.example/a'))).text()).toBe('ok');
    const lambda = withApiscopeLambda(client, async (_: object) => 'ok', { route: boom });
    expect(await lambda({ rawPath: '/b', requestContext: { http: { method: 'GET' } } })).toBe('ok');
    await client.flush();
    expect(door.requests().map(({ path }) => path)).toEqual(['/a', '/b']);
  });
});

describe('withApiscopeLambda', () => {
  const event = {
    rawPath: '/orders/7',
    rawQueryString: 'a=1&a=2',
    headers: { 'content-type': 'application/json' },
    cookies: ['sid=1'],
    body: btoa('{"pin":"1234"}'),
    isBase64Encoded: true,
    routeKey: 'POST /orders/{order}',
    requestContext: { http: { method: 'POST', sourceIp: '203.0.113.5' } },
  };

  it('has sent what it saw when it answers', async () => {
    const handler = withApiscopeLambda(client, async (_: typeof event) => ({
      statusCode: 201,
      body: 'made',
    }));
    expect(await handler(event)).toEqual({ statusCode: 201, body: 'made' });
    expect(door.requests()).toMatchObject([
      {
        method: 'POST',
        path: '/orders/7',
        route: '/orders/{order}',
        query: { a: ['1', '2'] },
        statusCode: 201,
        requestSize: 14,
        responseSize: 4,
        body: '{"pin":"[redacted]"}',
        headers: { cookie: '[redacted]' },
        ip: '203.0.113.5',
      },
    ]);
  });

  it('reads events of REST APIs and load balancers', async () => {
    const handler = withApiscopeLambda(client, async (_: object) => ({
      statusCode: 200,
      body: 'ok',
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
    }));
    const first = {
      httpMethod: 'PUT',
      path: '/users/7',
      resource: '/users/{id}',
      headers: { 'Content-Type': 'application/json' },
      multiValueHeaders: { 'Content-Type': ['application/json'], Accept: ['a/b', 'c/d'] },
      queryStringParameters: { q: 'b c' },
      multiValueQueryStringParameters: { q: ['a', 'b c'] },
      requestContext: { identity: { sourceIp: '203.0.113.5' } },
      body: '{"pin":"1234"}',
    };
    await handler(first);
    await handler({
      ...first,
      resource: '/{proxy+}',
      multiValueQueryStringParameters: null,
      multiValueHeaders: null,
    });
    await handler({
      httpMethod: 'GET',
      path: '/x',
      queryStringParameters: { q: 'b%20c' },
      requestContext: { elb: {} },
    });
    // No request: nothing to observe, nothing to fail at.
    expect(await handler({ Records: [] })).toMatchObject({ statusCode: 200 });
    expect(await handler(null as never)).toMatchObject({ statusCode: 200 });
    const requests = door.requests();
    expect(requests).toHaveLength(3);
    expect(requests).toMatchObject([
      {
        method: 'PUT',
        path: '/users/7',
        route: '/users/{id}',
        query: { q: ['a', 'b c'] },
        headers: { 'content-type': 'application/json', accept: ['a/b', 'c/d'] },
        responseHeaders: { 'set-cookie': ['[redacted]', '[redacted]'] },
        body: '{"pin":"[redacted]"}',
        ip: '203.0.113.5',
      },
      { query: { q: 'b c' } },
      { method: 'GET', path: '/x', query: { q: 'b c' } },
    ]);
    expect(requests[1]).not.toHaveProperty('route');
  });

  it('holds an answer back no longer than it may, and hands errors on', async () => {
    door.answer = () => {};
    const handler = withApiscopeLambda(client, async (_: typeof event) => 'plain', { flushMs: 50 });
    const started = performance.now();
    expect(await handler(event)).toBe('plain');
    expect(performance.now() - started).toBeLessThan(400);
    const failing = withApiscopeLambda(client, () => Promise.reject(new Error('boom')), { flushMs: 1 });
    await expect(failing(event)).rejects.toThrow('boom');
    door.answer = null;
    expect((await requestsAt(door, client, 2)).map(({ statusCode }) => statusCode)).toEqual([200, 502]);
  });
});
