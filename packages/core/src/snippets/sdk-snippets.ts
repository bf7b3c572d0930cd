// Written by `npx vitest run packages/sdk/snippets.golden.test.ts -u` from packages/sdk/snippets.

/** A whole program that uses the SDK; `fillSnippet` puts one’s own address and service into it. */
export type SdkSnippet = { readonly id: string; readonly title: string; readonly code: string };

export const sdkSnippets: readonly SdkSnippet[] = [
  {
    id: 'express',
    title: 'Express 4 and 5',
    code: `import { createApiscope } from '@apiscope/sdk';
import { apiscopeExpress, apiscopeExpressErrors } from '@apiscope/sdk/express';
import express from 'express';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const app = express();
app.use(apiscopeExpress(apiscope)); // before anything else
app.get('/users/:id', (request, response) => {
  response.json({ id: request.params.id });
});
app.use(apiscopeExpressErrors); // after the routes: says what they threw
app.listen(8080);
`,
  },
  {
    id: 'fastify',
    title: 'Fastify 5',
    code: `import { createApiscope } from '@apiscope/sdk';
import { apiscopeFastify } from '@apiscope/sdk/fastify';
import Fastify from 'fastify';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const app = Fastify();
await app.register(apiscopeFastify, { client: apiscope }); // before the routes
app.get<{ Params: { id: string } }>('/users/:id', async (request) => ({ id: request.params.id }));
await app.listen({ port: 8080 });
`,
  },
  {
    id: 'hono',
    title: 'Hono',
    code: `import { createApiscope } from '@apiscope/sdk';
import { apiscopeHono } from '@apiscope/sdk/hono';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const app = new Hono();
app.use(apiscopeHono(apiscope)); // before anything else
app.get('/users/:id', (c) => c.json({ id: c.req.param('id') }));
serve({ fetch: app.fetch, port: 8080 });
`,
  },
  {
    id: 'node',
    title: 'node:http',
    code: `import { createServer } from 'node:http';
import { createApiscope } from '@apiscope/sdk';
import { withApiscope } from '@apiscope/sdk/node';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const server = createServer(
  withApiscope(apiscope, (_request, response) => {
    response.end('hello');
  }),
);
server.listen(8080);
`,
  },
  {
    id: 'workers',
    title: 'Cloudflare Workers',
    code: `import { type Apiscope, createApiscope } from '@apiscope/sdk';
import { withApiscope } from '@apiscope/sdk/fetch';

type Env = { APISCOPE_KEY: string };
type Context = { waitUntil(promise: Promise<unknown>): void };

let apiscope: Apiscope | undefined;

async function handle(request: Request, _env: Env, _context: Context): Promise<Response> {
  return new Response(\`hello from \${new URL(request.url).pathname}\`);
}

export default {
  fetch(request: Request, env: Env, context: Context): Promise<Response> {
    apiscope ??= createApiscope({
      url: 'https://apiscope.example.com',
      key: env.APISCOPE_KEY,
      service: 'my-service',
    });
    return withApiscope(apiscope, handle)(request, env, context);
  },
};
`,
  },
  {
    id: 'lambda',
    title: 'AWS Lambda',
    code: `import { createApiscope } from '@apiscope/sdk';
import { withApiscopeLambda } from '@apiscope/sdk/lambda';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

export const handler = withApiscopeLambda(apiscope, async (event: { rawPath: string }) => ({
  statusCode: 200,
  body: \`hello from \${event.rawPath}\`,
}));
`,
  },
  {
    id: 'trpc',
    title: 'tRPC 11',
    code: `import { createServer } from 'node:http';
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
`,
  },
  {
    id: 'pino',
    title: 'Logs of pino',
    code: `import { createApiscope } from '@apiscope/sdk';
import { apiscopePino } from '@apiscope/sdk/pino';
import pino from 'pino';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const log = pino(pino.multistream([{ stream: process.stdout }, { stream: apiscopePino(apiscope) }]));
log.info({ order: 7 }, 'order taken');
`,
  },
  {
    id: 'console',
    title: 'Logs of the console',
    code: `import { createApiscope } from '@apiscope/sdk';
import { bridgeConsole } from '@apiscope/sdk/console';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

bridgeConsole(apiscope);
console.error('the cache is cold');
`,
  },
];
