// A service that knows nothing of OpenTelemetry: what it is watched with is loaded before it.
const express = require('express');
const pino = require('pino');

const log = pino();
const app = express();
app.get('/users/:id', (request, response) => {
  log.info({ user: request.params.id, token: 'canary' }, 'user %s asked for', request.params.id);
  response.json({ id: request.params.id });
});
app.post('/orders', (_, response) => response.status(201).json({}));
app.get('/fail', (_, response) => {
  log.error(new Error('no stock'), 'order failed');
  response.status(500).json({});
});
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`PORT ${server.address().port}\n`));
process.once('SIGTERM', () => server.close());
