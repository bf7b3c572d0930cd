import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { identifyCaller } from '../access/identify-caller.ts';
import { createApp } from '../app.ts';
import type { AppEnv } from '../http/app-env.ts';
import { failureResponse } from '../http/envelope.ts';
import { observeRequest } from '../http/observe-request.ts';
import { toAppError } from '../http/to-app-error.ts';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { capture } from './capture.ts';

const lookUp = () => ({ country: 'CH', region: null, city: null, lat: 0, lon: 0 });
const { deps, collected } = fakeDeps();
let server: NodeServer;

/** Handlers of every kind behind the capturing middlewares. */
function testApp(): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(observeRequest(deps));
  app.use(identifyCaller(deps));
  app.use('/api/v1/*', ...capture(deps));
  app.get('/api/v1/things/:id', (c) => {
    c.set('route', '/api/v1/things/{id}');
    c.header('set-cookie', 'session=s3cret; Path=/');
    return c.json({ id: c.req.param('id'), password: 'hunter2' });
  });
  app.post('/api/v1/things', async (c) => {
    c.set('route', '/api/v1/things');
    return c.text((await c.req.text()).length.toString(), 201);
  });
  app.post('/api/v1/ignored', (c) => {
    c.set('route', '/api/v1/ignored');
    return c.body(null, 204);
  });
  app.get('/api/v1/slow', (c) => {
    c.set('route', '/api/v1/slow');
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode('first'));
        await sleep(120);
        controller.enqueue(new TextEncoder().encode('second'));
        controller.close();
      },
    });
    return c.body(body, 200, { 'content-type': 'text/plain' });
  });
  app.get('/api/v1/endless', (c) => {
    c.set('route', '/api/v1/endless');
    const body = new ReadableStream({
      async pull(controller) {
        await sleep(20);
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    return c.body(body, 200, { 'content-type': c.req.query('as') ?? 'application/octet-stream' });
  });
  app.get('/api/v1/broken', () => {
    throw new Error('boom');
  });
  app.notFound(() => new Response('nothing', { status: 404 }));
  app.onError((error) => failureResponse(toAppError(error)));
  return app;
}

beforeAll(async () => {
  server = await serveNode(testApp(), { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close(100));
beforeEach(() => {
  collected.samples.length = 0;
  collected.snapshots.length = 0;
});

const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
const captured = async (count = 1) => {
  for (let wait = 0; collected.snapshots.length < count && wait < 200; wait++) await sleep(10);
  expect(collected.samples).toHaveLength(count);
  expect(collected.snapshots).toHaveLength(count);
  return { sample: collected.samples[0]!, snapshot: collected.snapshots[0]! };
};

describe('capture', () => {
  it('keeps endpoint, sizes, status and redacted contents of a request', async () => {
    const response = await fetch(url('/api/v1/things/7?q=a&q=b&token=abc'), {
      headers: {
        authorization: 'Bearer abc',
        cookie: 'session=s3cret',
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      },
    });
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({ id: '7', password: 'hunter2' });
    const { sample, snapshot } = await captured();
    expect(sample).toMatchObject({
      endpoint: 'GET /api/v1/things/{id}',
      status: 200,
      requestSize: 0,
      responseSize: text.length,
    });
    expect(snapshot).toMatchObject({
      service: 'apiscope',
      endpoint: 'GET /api/v1/things/{id}',
      path: '/api/v1/things/7',
      query: { q: ['a', 'b'], token: '[redacted]' },
      headers: { authorization: '[redacted]', cookie: '[redacted]' },
      responseHeaders: { 'set-cookie': ['[redacted]'] },
      responseBody: '{"id":"7","password":"[redacted]"}',
      traceId: 'a'.repeat(32),
      requestId: response.headers.get('x-request-id'),
      userId: null,
    });
    expect(snapshot.redactedPaths).toEqual(
      expect.arrayContaining(['headers.authorization', 'query.token', 'responseBody.password']),
    );
    expect(JSON.stringify(snapshot)).not.toMatch(/hunter2|s3cret|Bearer abc/);
  });

  it('counts the body that a handler reads and keeps its first 64 KiB', async () => {
    const body = 'é'.repeat(50_000);
    const response = await fetch(url('/api/v1/things'), { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([201, '50000']);
    const { sample, snapshot } = await captured();
    expect(sample).toMatchObject({ status: 201, requestSize: 100_000, responseSize: 5 });
    expect(snapshot.bodyInfo).toMatchObject({ size: 100_000, truncated: true, omitted: null });
    expect(snapshot.body).toBe('é'.repeat(32_768));
  });

  it('describes bodies that are binary, multipart or unread', async () => {
    const form = new FormData();
    form.set('file', new Blob(['x']), 'x.txt');
    const bytes = new Uint8Array([0xff, 0xfe, 0]);
    await fetch(url('/api/v1/things'), { method: 'POST', body: form });
    await fetch(url('/api/v1/things'), { method: 'POST', body: bytes });
    await fetch(url('/api/v1/ignored'), { method: 'POST', body: 'nobody reads this' });
    await captured(3);
    expect(collected.snapshots.map(({ body, bodyInfo }) => [body, bodyInfo?.omitted])).toEqual([
      [null, 'multipart'],
      [null, 'binary'],
      [null, 'unread'],
    ]);
    expect(collected.samples[2]).toMatchObject({ requestSize: 17, responseSize: 0, status: 204 });
  });

  it('stops the clock when the answer has ended, not when it begins', async () => {
    expect(await (await fetch(url('/api/v1/slow'))).text()).toBe('firstsecond');
    const { sample } = await captured();
    expect(sample.duration).toBeGreaterThan(110);
    expect(sample.duration).toBeLessThan(1_000);
    expect(sample.responseSize).toBe(11);
  });

  it('counts a client that went away as 499', async () => {
    await new Promise<void>((resolve) => {
      const asking = httpRequest(url('/api/v1/endless'), (response) => {
        response.once('data', () => asking.destroy());
        response.on('error', () => resolve());
        response.on('close', () => resolve());
      });
      asking.end();
    });
    const { sample } = await captured();
    expect(sample).toMatchObject({ endpoint: 'GET /api/v1/endless', status: 499 });
    expect(sample.responseSize).toBeGreaterThan(0);
  });

  it('leaves streams out of latency, and does not call their end an abort', async () => {
    const ending = new AbortController();
    const response = await fetch(url('/api/v1/endless?as=text/event-stream'), { signal: ending.signal });
    await response.body!.getReader().read();
    ending.abort();
    const { sample, snapshot } = await captured();
    expect(sample).toMatchObject({ status: 200, duration: null });
    expect(snapshot.responseBodyInfo).toMatchObject({ omitted: 'stream' });
  });

  it('collapses unknown paths, and sees the answer to an error', async () => {
    for (const path of ['/api/v1/a', '/api/v1/b/c', '/api/v1//x', '/api/v1/broken']) await fetch(url(path));
    await captured(4);
    expect(collected.samples.map(({ endpoint, status }) => `${endpoint} ${status}`)).toEqual([
      'unmatched 404',
      'unmatched 404',
      'unmatched 404',
      'unmatched 500',
    ]);
  });

  it('captures HEAD, and nothing outside /api/v1', async () => {
    await fetch(url('/api/v1/things/1'), { method: 'HEAD' });
    await fetch(url('/elsewhere'));
    const { sample } = await captured();
    expect(sample).toMatchObject({ endpoint: 'HEAD /api/v1/things/{id}', responseSize: 0 });
  });

  it('answers the same when everything that captures fails', async () => {
    const fail = () => {
      throw new Error('capture is broken');
    };
    const broken = fakeDeps({ lookUp: fail });
    const add = { add: fail };
    Object.assign(broken.deps.batchers.samples, add);
    Object.assign(broken.deps.batchers.snapshots, add);
    const [healthy, failing] = [createApp(fakeDeps({ lookUp }).deps), createApp(broken.deps)];
    for (const path of ['/api/v1/users', '/api/v1/users?x=1', '/api/v1/nothing']) {
      const [expected, actual] = [await healthy.request(path), await failing.request(path)];
      expect([actual.status, await actual.text()]).toEqual([expected.status, await expected.text()]);
    }
  });

  it('makes one record of each kind a request, and no more when its own screens look', async () => {
    const { deps: own, collected: records } = fakeDeps();
    const app = createApp(own);
    for (let count = 0; count < 20; count++) await (await app.request('/api/v1/users')).text();
    for (const path of ['/logs', '/trpc/logs.list', '/metrics/summary', '/health'])
      await (await app.request(path)).text();
    await app.request('/logs', { method: 'POST', body: '{}' });
    await sleep(20);
    expect([records.samples.length, records.snapshots.length, records.logs.length]).toEqual([20, 20, 20]);
    expect(records.logs[0]).toMatchObject({ source: 'API', service: 'apiscope', requestId: 'request-1' });
  });
});
