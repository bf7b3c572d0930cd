import { createServer } from 'node:http';
import { createTRPCClient, httpBatchLink, httpLink } from '@trpc/client';
import { initTRPC, TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Apiscope } from '../client.ts';
import { clientOf, type Door, openDoor, requestsAt } from '../testing/open-door.ts';
import { listening, type Served, serve } from '../testing/serve.ts';
import { apiscopeExpress } from './express.ts';
import { withApiscope as withApiscopeFetch } from './fetch.ts';
import { withApiscope } from './node.ts';
import { apiscopeTrpc } from './trpc.ts';

let door: Door;
let client: Apiscope;
let served: Served | null = null;
beforeEach(async () => {
  door = await openDoor();
  client = clientOf(door, { bodies: true });
});
afterEach(async () => {
  await served?.close();
  served = null;
  await client.close(500);
  await door.close();
});

function createRouter() {
  const t = initTRPC.context<{ user?: string }>().create();
  const procedure = t.procedure.use(apiscopeTrpc(client));
  const address = z.object({ zip: z.string().length(4) });
  return t.router({
    users: t.router({
      get: procedure.input(z.object({ id: z.string() })).query(({ input }) => ({ id: input.id })),
      add: procedure
        .input(z.object({ name: z.string(), addresses: z.array(address) }))
        .mutation(({ input }) => input.name),
      hidden: procedure.query(() => {
        throw new TRPCError({ code: 'FORBIDDEN', message: 'not yours, token=abc' });
      }),
    }),
    ticks: procedure.subscription(async function* () {
      yield 1;
    }),
    torn: procedure.subscription(async function* () {
      yield 1;
      throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'the feed broke off' });
    }),
  });
}
type Router = ReturnType<typeof createRouter>;

const hosts: [string, () => Promise<{ url: string; fetch?: typeof fetch }>][] = [
  [
    'standalone',
    async () => {
      const handler = createHTTPHandler({ router: createRouter(), createContext: () => ({}) });
      served = await listening(createServer(withApiscope(client, handler)));
      return { url: served.url };
    },
  ],
  [
    'express',
    async () => {
      const app = express();
      app.use(apiscopeExpress(client));
      app.use('/trpc', createExpressMiddleware({ router: createRouter(), createContext: () => ({}) }));
      served = await serve(app);
      return { url: `${served.url}/trpc` };
    },
  ],
  [
    'fetch',
    async () => {
      const router = createRouter();
      const handler = withApiscopeFetch(client, (req) =>
        fetchRequestHandler({ endpoint: '/trpc', req, router, createContext: () => ({}) }),
      );
      const asked = (input: RequestInfo | URL, init?: RequestInit) => handler(new Request(input, init));
      return { url: 'http://localhost/trpc', fetch: asked as typeof fetch };
    },
  ],
];

describe.each(hosts)('apiscopeTrpc under the %s adapter', (_, start) => {
  it('makes one observation of each procedure in a batch, and none of the request', async () => {
    const trpc = createTRPCClient<Router>({ links: [httpBatchLink(await start())] });
    const answers = await Promise.allSettled([
      trpc.users.get.query({ id: '1' }),
      trpc.users.get.query({ id: 2 as unknown as string }),
      trpc.users.hidden.query(),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    const requests = await requestsAt(door, client, 3);
    const byStatus = requests.toSorted((a, b) => a.statusCode! - b.statusCode!);
    expect(byStatus).toMatchObject([
      {
        route: '/trpc/users.get',
        statusCode: 200,
        rpc: { system: 'trpc', procedure: 'users.get', type: 'query' },
      },
      { route: '/trpc/users.get', statusCode: 400, validationPaths: ['id'], error: { type: 'BAD_REQUEST' } },
      {
        route: '/trpc/users.hidden',
        statusCode: 403,
        error: { type: 'FORBIDDEN', message: 'not yours, token=[redacted]' },
      },
    ]);
    expect(requests.every(({ method, responseSize }) => method === 'GET' && responseSize === null)).toBe(
      true,
    );
  });

  it('keeps size and body of a single call, and names where its input failed', async () => {
    const trpc = createTRPCClient<Router>({ links: [httpLink(await start())] });
    await trpc.users.add.mutate({ name: 'a', addresses: [] });
    await expect(
      trpc.users.add.mutate({ name: 1 as unknown as string, addresses: [{ zip: 'secret' }] }),
    ).rejects.toThrow();
    const requests = await requestsAt(door, client, 2);
    expect(requests).toMatchObject([
      { statusCode: 200, rpc: { type: 'mutation' }, body: '{"name":"a","addresses":[]}', responseSize: 23 },
      { statusCode: 400, validationPaths: ['name', 'addresses.0.zip'] },
    ]);
  });

  it('counts a subscription that fails on its way as failed, and one that ends as it is', async () => {
    const { url, fetch: ask = fetch } = await start();
    for (const name of ['ticks', 'torn']) {
      const answer = await ask(`${url}/${name}`, { headers: { accept: 'text/event-stream' } });
      expect(await answer.text()).toContain('data: 1');
    }
    expect(await requestsAt(door, client, 2)).toMatchObject([
      { route: '/trpc/ticks', statusCode: 200, duration: null },
      {
        route: '/trpc/torn',
        statusCode: 503,
        duration: null,
        error: { type: 'SERVICE_UNAVAILABLE', message: 'the feed broke off' },
      },
    ]);
  });

  it('counts the request itself when it called no procedure', async () => {
    const { url, fetch: ask = fetch } = await start();
    await (await ask(`${url}/users.nothing`)).text();
    const requests = await requestsAt(door, client, 1);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ statusCode: 404 });
    expect(requests[0]).not.toHaveProperty('rpc');
  });
});

it('observes procedures that are called where no adapter is', async () => {
  const router = createRouter();
  const caller = router.createCaller({});
  expect(await caller.users.get({ id: '1' })).toEqual({ id: '1' });
  await caller.ticks();
  const requests = await requestsAt(door, client, 2);
  expect(requests).toMatchObject([
    { route: '/trpc/users.get', statusCode: 200, duration: expect.any(Number) },
    { route: '/trpc/ticks', duration: null, timeToFirstByte: expect.any(Number) },
  ]);
});
