import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import { noteError, observeNode } from './observe-node.ts';
import { routeOfExpress, trackRoutes } from './track-routes.ts';

type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

const host = { route: routeOfExpress };

/** Middleware for Express 4 and 5; put it first: `app.use(apiscopeExpress(client))`. */
export function apiscopeExpress(client: Apiscope): Middleware {
  return (request, response, next) => {
    const observation = observeNode(client, { request, response, raw: request, host });
    if (observation === null) {
      next();
      return;
    }
    trackRoutes(request);
    partsOf(client)!.within(observation, next);
  };
}

/**
 * Error handler for Express 4 and 5 that notes what a handler threw, and hands it on: `app.use(apiscopeExpressErrors)`, after the routes and
 * before handlers of errors of the host's own. Express tells nobody else of errors.
 */
export function apiscopeExpressErrors(
  error: unknown,
  _request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
): void {
  noteError(response, error);
  next(error);
}
