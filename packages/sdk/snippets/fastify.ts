import { createApiscope } from '@apiscope/sdk';
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
