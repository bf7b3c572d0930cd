// An Express server that answers a small JSON object, watched by what WATCHER names. Prints its port.
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { WATCHER, PEER_HOME, SINK, LINES, SDK } = process.env;
const load = createRequire(join(PEER_HOME, 'package.json'));
const sink = `http://127.0.0.1:${SINK}`;

/** Each gives its middleware, or nothing when it hooks into Express by itself; those that do come before Express is loaded. */
const watchers = {
  bare: () => null,
  'express-prom-bundle': () => load('express-prom-bundle')({ includeMethod: true, includePath: true }),
  'pino-http': () => load('pino-http')({}, connect(Number(LINES), '127.0.0.1')),
  'swagger-stats': () => load('swagger-stats').getMiddleware({ name: 'bench' }),
  'elastic-apm-node': () => {
    load('elastic-apm-node').start({
      serverUrl: sink,
      serviceName: 'bench',
      logLevel: 'off',
      metricsInterval: '0s',
      centralConfig: false,
      cloudProvider: 'none',
    });
    return null;
  },
  '@sentry/node': () => {
    const url = new URL(sink);
    load('@sentry/node').init({ dsn: `http://key@${url.host}/1`, tracesSampleRate: 1 });
    return null;
  },
  'apiscope, metrics': () => apiscope({ snapshots: false }),
  'apiscope, snapshots': () => apiscope({ snapshots: true }),
};

async function apiscope({ snapshots }) {
  const { createApiscope } = await import(pathToFileURL(join(SDK, 'client.js')).href);
  const { apiscopeExpress } = await import(pathToFileURL(join(SDK, 'adapters/express.js')).href);
  return apiscopeExpress(createApiscope({ url: sink, service: 'bench', snapshots }));
}

const middleware = await watchers[WATCHER]();
const express = load('express');
const app = express();
app.disable('x-powered-by');
if (middleware) app.use(middleware);
app.use(express.json());
const user = (id) => ({
  id,
  name: 'Ada Lovelace',
  age: 36,
  tags: ['a', 'b', 'c'],
  address: { city: 'London', zip: 'W1' },
});
app.get('/users/:id', (request, response) => response.json(user(request.params.id)));
app.post('/users', (request, response) => response.status(201).json(request.body));
const server = app.listen(0, '127.0.0.1', () => console.log(`READY ${server.address().port}`));
