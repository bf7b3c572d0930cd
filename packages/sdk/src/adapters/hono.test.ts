import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Apiscope } from '../client.ts';
import { clientOf, type Door, openDoor, requestsAt } from '../testing/open-door.ts';
import { withApiscope } from './fetch.ts';
import { apiscopeHono } from './hono.ts';

let door: Door;
let client: Apiscope;
let server: ServerType | null = null;
beforeEach(async () => {
  door = await openDoor();
  client = clientOf(door, { bodies: true });
});
afterEach(async () => {
  server?.close();
  server = null;
  await client.close(500);
  await door.close();
});

function createApp() {
  const app = new Hono();
  app.use(apiscopeHono(client));
  app.onError((error, c) => c.text(error.message, 500));
  app.use('/admin/*', async (c, next) => (c.req.header('x-key') ? next() : c.text('who?', 401)));
  app.get('/admin/things/:id', (c) => c.text('thing'));
  const users = new Hono();
  users.get('/:id{[0-9]+}', (c) => c.json({ id: c.req.param('id'), secret: 'x' }));
  users.post('/', async (c) => c.json(await c.req.json(), 201));
  users.get('/me', (c) => c.text('behind the one above'));
  app.get('/pages/me', (c) => c.text('me'));
  app.get('/pages/:page', (c) => c.text('page'));
  app.get('/items:batch', (c) => c.text('items'));
  app.route('/users', users);
  app.get('/broken', () => {
    throw new RangeError('boom');
  });
  app.get('/stream', (c) => c.body('data: 1\n\n', 200, { 'content-type': 'text/event-stream' }));
  app.get('/cookies', (c) => {
    c.header('set-cookie', 'a=1', { append: true });
    c.header('set-cookie', 'b=2', { append: true });
    return c.text('ok');
  });
  return app;
}

/** The same application on Node, and as the function of a Request that other runtimes call. */
const runtimes: [string, () => Promise<(path: string, init?: RequestInit) => Promise<Response>>][] = [
  [
    'Node',
    async () => {
      const address = await new Promise<AddressInfo>((resolve) => {
        server = serve({ fetch: createApp().fetch, port: 0, hostname: '127.0.0.1' }, resolve);
      });
      return (path, init) => fetch(`http://127.0.0.1:${address.port}${path}`, init);
    },
  ],
  ['the web', async () => async (path, init) => createApp().request(`http://localhost${path}`, init)],
];

describe.each(runtimes)('apiscopeHono on %s', (_, start) => {
  it('counts each request once, by the route of Hono', async () => {
    const ask = await start();
    for (const path of [
      '/users/7',
      '/users/seven',
      '/nothing',
      '/admin/things/1',
      '/admin/nothing',
      '/broken',
    ])
      await (await ask(path)).text();
    const requests = await requestsAt(door, client, 6);
    expect(requests.map(({ route, statusCode }) => `${route} ${statusCode}`)).toEqual([
      '/users/{id} 200',
      'unmatched 404',
      'unmatched 404',
      '/admin/things/{id} 401',
      '/admin/* 401',
      '/broken 500',
    ]);
    expect(requests[5]!.error).toEqual({ type: 'RangeError', message: 'boom' });
    expect(requests[0]).toMatchObject({
      path: '/users/7',
      responseSize: 23,
      responseBody: '{"id":"7","secret":"[redacted]"}',
    });
  });

  it('tells the route that answered from those that would have', async () => {
    const ask = await start();
    for (const path of ['/pages/me', '/pages/you', '/items:batch', '/users/me'])
      await (await ask(path)).text();
    const requests = await requestsAt(door, client, 4);
    expect(requests.map(({ route }) => route)).toEqual([
      '/pages/me',
      '/pages/{page}',
      '/items:batch',
      '/users/me',
    ]);
  });

  it('leaves bodies and headers as they were', async () => {
    const ask = await start();
    const body = JSON.stringify({ password: 'hunter2', n: 1 });
    const answer = await ask('/users', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, await answer.text()]).toEqual([201, body]);
    const cookied = await ask('/cookies');
    expect([cookied.headers.getSetCookie(), await cookied.text()]).toEqual([['a=1', 'b=2'], 'ok']);
    const [post, cookies] = await requestsAt(door, client, 2);
    expect(post).toMatchObject({ body: '{"password":"[redacted]","n":1}', requestSize: body.length });
    expect(cookies!.responseHeaders).toMatchObject({ 'set-cookie': ['[redacted]', '[redacted]'] });
  });

  it('gives event streams no duration', async () => {
    const ask = await start();
    expect(await (await ask('/stream')).text()).toBe('data: 1\n\n');
    const [stream] = await requestsAt(door, client, 1);
    expect(stream).toMatchObject({ statusCode: 200, duration: null });
  });
});

describe('apiscopeHono on the web', () => {
  it('counts a request once that passes a wrapper, and the middleware twice', async () => {
    const app = new Hono();
    app.use(apiscopeHono(client)).use(apiscopeHono(client));
    app.get('/users/:id', (c) => c.json({ id: c.req.param('id') }));
    app.post('/broken', async (c) => {
      throw new RangeError(await c.req.text());
    });
    const ask = withApiscope(client, (request) => app.fetch(request));
    expect(await (await ask(new Request('http://localhost/users/7'))).json()).toEqual({ id: '7' });
    const broken = await ask(new Request('http://localhost/broken', { method: 'POST', body: 'boom' }));
    expect(broken.status).toBe(500);
    await broken.text();
    const requests = await requestsAt(door, client, 2);
    expect(
      requests.map(({ route, statusCode, body, error }) => [route, statusCode, body, error?.type]),
    ).toEqual([
      ['/users/{id}', 200, undefined, undefined],
      ['/broken', 500, 'boom', 'RangeError'],
    ]);
  });
});
