import { setTimeout as sleep } from 'node:timers/promises';
import express5 from 'express';
import express4 from 'express4';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Apiscope } from '../client.ts';
import { clientOf, type Door, openDoor, requestsAt } from '../testing/open-door.ts';
import { type Served, serve } from '../testing/serve.ts';
import { apiscopeExpress, apiscopeExpressErrors } from './express.ts';

let door: Door;
let client: Apiscope;
let served: Served;
beforeEach(async () => {
  door = await openDoor();
  client = clientOf(door, { bodies: true });
});
afterEach(async () => {
  await served.close();
  await client.close(1_000);
  await door.close();
});

/** Paths that both versions of Express read alike. */
function app(express: typeof express5) {
  const app = express();
  app.use(apiscopeExpress(client));
  const items = express.Router();
  items.get('/:item', (req, res) => void res.json({ item: req.params.item }));
  items.get('/broken/:why', () => {
    throw new Error('boom');
  });
  const tenants = express.Router();
  tenants.use('/items', items);
  tenants.get('/', (_, res) => void res.send('tenant'));
  app.use('/tenants/:tenant', tenants);
  app.get('/users/:id', (req, res) => void res.json({ id: req.params.id, password: 'hunter2' }));
  app.post('/users', express.json(), (req, res) => void res.status(201).json(req.body));
  app.get(/^\/files\/(.+)$/, (_, res) => void res.type('txt').send('file'));
  app.get('/later', async (_, res) => {
    await sleep(60);
    res.send('later');
  });
  app.use(apiscopeExpressErrors);
  app.use(
    (
      error: Error,
      _req: unknown,
      res: { status(code: number): { send(text: string): void } },
      _next: unknown,
    ) => {
      res.status(500).send(error.message);
    },
  );
  return app;
}

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('%s', (_, express) => {
  beforeEach(async () => {
    served = await serve(app(express));
  });
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${served.url}${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  const seen = (count: number) => requestsAt(door, client, count);

  it('names routes by their templates, through nested routers and errors', async () => {
    await ask('/users/7?token=abc&q=1');
    await ask('/tenants/acme/items/9');
    await ask('/tenants/acme');
    expect(await ask('/tenants/acme/items/broken/x')).toEqual({ status: 500, text: 'boom' });
    await ask('/files/a/b.txt');
    const requests = await seen(5);
    expect(requests.map(({ route, statusCode }) => `${route} ${statusCode}`)).toEqual([
      '/users/{id} 200',
      '/tenants/{tenant}/items/{item} 200',
      '/tenants/{tenant} 200',
      '/tenants/{tenant}/items/broken/{why} 500',
      '/files/{1} 200',
    ]);
    expect(requests.map(({ error }) => error)).toEqual([
      undefined,
      undefined,
      undefined,
      { type: 'Error', message: 'boom' },
      undefined,
    ]);
    expect(requests[0]).toMatchObject({
      method: 'GET',
      path: '/users/7',
      query: { token: '[redacted]', q: '1' },
      requestSize: 0,
      responseSize: 31,
      ip: '127.0.0.1',
      responseBody: '{"id":"7","password":"[redacted]"}',
    });
  });

  it('counts a request once and to one, and makes one route of all that none matches', async () => {
    for (let n = 0; n < 200; n++) await ask(n % 2 ? `/nothing/${n}` : '/users/1');
    const requests = await seen(200);
    expect(requests).toHaveLength(200);
    expect(new Set(requests.map(({ route }) => route))).toEqual(new Set(['unmatched', '/users/{id}']));
  });

  it('keeps the body that the host reads and the answer, redacted', async () => {
    const body = JSON.stringify({ name: 'é', card: { number: '4111111111111111' } });
    const answer = await ask('/users', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: 'Bearer abc', cookie: 'sid=1' },
    });
    expect(answer).toEqual({ status: 201, text: body });
    const [request] = await seen(1);
    expect(request).toMatchObject({
      requestSize: Buffer.byteLength(body),
      body: '{"name":"é","card":{"number":"[redacted]"}}',
      bodyInfo: {
        contentType: 'application/json',
        size: Buffer.byteLength(body),
        truncated: false,
        omitted: null,
      },
      headers: { authorization: '[redacted]', cookie: '[redacted]' },
      responseHeaders: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(JSON.stringify(request)).not.toMatch(/4111|Bearer abc|sid=1/);
  });

  it('ends the clock with the answer', async () => {
    await ask('/later');
    const [request] = await seen(1);
    expect(request!.duration).toBeGreaterThan(55);
    expect(request!.duration).toBeLessThan(1_000);
  });
});
