// A service that the SDK watches, in a process of its own: FRAMEWORK serves, APISCOPE_URL is told. Prints its port.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { initTRPC } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import express from 'express';
import createFastify from 'fastify';
import { Hono } from 'hono';
import { apiscopeExpress } from '../adapters/express.ts';
import { apiscopeFastify } from '../adapters/fastify.ts';
import { apiscopeHono } from '../adapters/hono.ts';
import { withApiscope } from '../adapters/node.ts';
import { apiscopeTrpc } from '../adapters/trpc.ts';
import { createApiscope } from '../client.ts';

const { FRAMEWORK = '', APISCOPE_URL = '' } = process.env;
const client = createApiscope({ url: APISCOPE_URL, service: FRAMEWORK, snapshots: false });
const user = (id: string) => ({ id, name: 'Ada Lovelace', age: 36 });

/** One route each, `GET /users/{id}`; tRPC has two procedures. */
const frameworks: Record<string, () => Promise<Server>> = {
  async express() {
    const app = express();
    app.use(apiscopeExpress(client));
    app.get('/users/:id', (request, response) => {
      response.json(user(request.params.id));
    });
    return createServer(app);
  },
  async fastify() {
    const app = createFastify();
    app.register(apiscopeFastify, { client });
    app.get<{ Params: { id: string } }>('/users/:id', async ({ params }) => user(params.id));
    await app.ready();
    return app.server;
  },
  async hono() {
    const app = new Hono();
    app.use(apiscopeHono(client));
    app.get('/users/:id', (c) => c.json(user(c.req.param('id'))));
    return createServer(getRequestListener(app.fetch));
  },
  async trpc() {
    const t = initTRPC.create();
    const procedure = t.procedure.use(apiscopeTrpc(client));
    const users = t.router({
      first: procedure.query(() => user('1')),
      last: procedure.query(() => user('9')),
    });
    const router = t.router({ users });
    return createServer(withApiscope(client, createHTTPHandler({ router, basePath: '/trpc/' })));
  },
};

const server = await frameworks[FRAMEWORK]!();
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`READY ${(server.address() as AddressInfo).port}\n`),
);
process.on('SIGTERM', async () => {
  server.close();
  const { lost } = await client.close(60_000);
  process.stdout.write(`CLOSED ${JSON.stringify({ ...client.stats(), lost })}\n`);
  process.exit(0);
});
