import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import { toTemplate } from '../observer/to-template.ts';
import { noteError, observeNode } from './observe-node.ts';

/** What Fastify answers before its hooks: URLs that cannot be read, and everything while it closes. */
const unrouted = { route: () => null };

const plugin: FastifyPluginCallback<{ client: Apiscope }> = (app, { client }, done) => {
  // Before Fastify's own listener, whose hooks then tell of the request what the server does not know.
  app.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    observeNode(client, { request, response, raw: request, host: unrouted });
  });
  app.addHook('onRequest', (request, reply, next) => {
    const host = { route: () => routeOf(request) };
    const observation = observeNode(client, {
      request: request.raw,
      response: reply.raw,
      raw: request,
      host,
    });
    if (observation === null) next();
    else partsOf(client)!.within(observation, next);
  });
  app.addHook('onError', (_request, reply, error, next) => {
    noteError(reply.raw, error);
    next();
  });
  done();
};

/**
 * Plugin for Fastify 5; register it before the routes: `fastify.register(apiscopeFastify, { client })`. It holds for the whole
 * application, not for the context it is registered in alone.
 */
export const apiscopeFastify: FastifyPluginCallback<{ client: Apiscope }> = Object.assign(plugin, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@apiscope/sdk',
});

function routeOf(request: FastifyRequest): string | null {
  const { url } = request.routeOptions;
  return request.is404 || url === undefined ? null : toTemplate(url);
}
