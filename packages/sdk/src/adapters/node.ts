import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import { askHost } from '../observer/ask-host.ts';
import { toTemplate } from '../observer/to-template.ts';
import { observeNode } from './observe-node.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Wraps the handler of a `node:http` server, a framework's too: `createServer(withApiscope(client, handler))`. `route` may name the template
 * of a request (`/users/:id`), null for none. Without it templates are inferred from paths, and what is not found is `unmatched`.
 */
export function withApiscope(
  client: Apiscope,
  handler: Handler,
  options: { route?: (request: IncomingMessage) => string | null | undefined } = {},
): Handler {
  const onError = partsOf(client)?.onError ?? (() => {});
  const host = {
    route(request: IncomingMessage, response: ServerResponse) {
      const route = askHost('route', () => options.route?.(request), onError);
      if (typeof route === 'string') return toTemplate(route);
      return route === null || response.statusCode === 404 ? null : undefined;
    },
  };
  return (request, response) => {
    const observation = observeNode(client, { request, response, raw: request, host });
    if (observation === null) return handler(request, response);
    return partsOf(client)!.within(observation, () => handler(request, response));
  };
}
