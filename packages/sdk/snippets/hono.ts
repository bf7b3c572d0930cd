import { createApiscope } from '@apiscope/sdk';
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
