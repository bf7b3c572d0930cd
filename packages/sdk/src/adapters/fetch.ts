import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import { askHost } from '../observer/ask-host.ts';
import { toTemplate } from '../observer/to-template.ts';
import { observeFetch } from './observe-fetch.ts';

export type FetchOptions = {
  /** Template of a request (`/users/:id`), null for none. Without it templates are inferred from paths; what is not found is `unmatched`. */
  route?: (request: Request) => string | null | undefined;
  /** Address of the client as the runtime knows it. On Cloudflare it is found without. */
  clientAddress?: (request: Request) => string | null | undefined;
};

/**
 * Wraps a function that answers a Request with a Response, as Workers, Deno, Bun and tRPC's fetch adapter have it. Further arguments are
 * passed on; one with `waitUntil` is asked to wait until what was observed is sent.
 */
export function withApiscope<Args extends unknown[]>(
  client: Apiscope,
  handler: (request: Request, ...args: Args) => Response | Promise<Response>,
  options: FetchOptions = {},
): (request: Request, ...args: Args) => Promise<Response> {
  const onError = partsOf(client)?.onError ?? (() => {});
  const ask = <T>(what: string, of: () => T) => askHost(what, of, onError);
  return async (request, ...args) => {
    const watch = observeFetch(client, request, {
      raw: request,
      peerAddress:
        ask('clientAddress', () => options.clientAddress?.(request)) ?? addressOnCloudflare(request),
      route(status) {
        const route = ask('route', () => options.route?.(request));
        if (typeof route === 'string') return toTemplate(route);
        return route === null || status === 404 ? null : undefined;
      },
    });
    if (watch === null) return handler(request, ...args);
    const context = args.find(hasWaitUntil);
    context?.waitUntil(watch.ended.then(() => client.flush()));
    try {
      const serve = async () => handler(watch.request, ...args);
      return watch.answer(await partsOf(client)!.within(watch.observation, serve));
    } catch (error) {
      watch.fail(error);
      throw error;
    }
  };
}

function hasWaitUntil(arg: unknown): arg is { waitUntil(promise: Promise<unknown>): void } {
  return (
    typeof arg === 'object' &&
    arg !== null &&
    typeof (arg as { waitUntil?: unknown }).waitUntil === 'function'
  );
}

/** Where `cf` is, Cloudflare itself has written the header; elsewhere anybody may have. */
function addressOnCloudflare(request: Request): string | null {
  return 'cf' in request ? request.headers.get('cf-connecting-ip') : null;
}
