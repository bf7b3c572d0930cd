import { createServer } from 'node:http';
import { createApiscope } from '@apiscope/sdk';
import { withApiscope } from '@apiscope/sdk/node';
import { apiscopeTrpc } from '@apiscope/sdk/trpc';
import { initTRPC } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const t = initTRPC.create();
const procedure = t.procedure.use(apiscopeTrpc(apiscope)); // what all procedures are made of
const router = t.router({ hello: procedure.query(() => 'hello') });

const server = createServer(withApiscope(apiscope, createHTTPHandler({ router })));
server.listen(8080);
