import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Apiscope } from '../client.ts';
import { clientOf, type Door, openDoor, requestsAt } from '../testing/open-door.ts';
import { apiscopeFastify } from './fastify.ts';

let door: Door;
let client: Apiscope;
let app: FastifyInstance;
let url: string;
beforeEach(async () => {
  door = await openDoor();
  client = clientOf(door, { bodies: true });
  app = Fastify();
  await app.register(apiscopeFastify, { client });
  app.get('/users/:id', async (request) => ({ id: (request.params as { id: string }).id }));
  app.post('/users', async (request, reply) => reply.code(201).send(request.body));
  app.get('/broken', async () => {
    throw new TypeError('boom');
  });
  app.get('/files/*', async () => 'file');
  await app.register(
    async (nested) => {
      nested.get('/at/:hour(^\\d{2})h:minute(^\\d{2})m', async () => 'time');
    },
    { prefix: '/api' },
  );
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await app.close();
  await client.close(500);
  await door.close();
});

describe('apiscopeFastify', () => {
  it('counts each request once, by the route of Fastify', async () => {
    for (const path of ['/users/7', '/files/a/b', '/api/at/10h20m', '/nothing', '/nothing/else', '/broken'])
      await (await fetch(url + path)).text();
    const requests = await requestsAt(door, client, 6);
    expect(requests.map(({ route, statusCode }) => `${route} ${statusCode}`)).toEqual([
      '/users/{id} 200',
      '/files/* 200',
      '/api/at/{hour}h{minute}m 200',
      'unmatched 404',
      'unmatched 404',
      '/broken 500',
    ]);
    expect(requests[5]).toMatchObject({ error: { type: 'TypeError', message: 'boom' } });
    expect(requests[0]).toMatchObject({
      responseBody: '{"id":"7"}',
      responseSize: 10,
      responseHeaders: { 'content-type': 'application/json; charset=utf-8' },
    });
  });

  it('counts what Fastify answers without asking its hooks: URLs that cannot be read', async () => {
    for (const path of ['/users/%zz', '/%ff']) expect((await fetch(url + path)).status).toBe(400);
    await (await fetch(`${url}/users/7`)).text();
    const requests = await requestsAt(door, client, 3);
    expect(requests.map(({ route, path, statusCode }) => [route, path, statusCode])).toEqual([
      ['unmatched', '/users/%zz', 400],
      ['unmatched', '/%ff', 400],
      ['/users/{id}', '/users/7', 200],
    ]);
  });

  it('sees injected requests, and the body that Fastify reads', async () => {
    const payload = { name: 'a', token: 'abc' };
    const answer = await app.inject({ method: 'POST', url: '/users', payload });
    expect(answer.json()).toEqual(payload);
    const [request] = await requestsAt(door, client, 1);
    expect(request).toMatchObject({
      statusCode: 201,
      route: '/users',
      body: '{"name":"a","token":"[redacted]"}',
    });
  });
});
