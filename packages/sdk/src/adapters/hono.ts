import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import { toTemplate } from '../observer/to-template.ts';
import { observeFetch } from './observe-fetch.ts';
import { noteError, observeNode } from './observe-node.ts';

/**
 * Middleware for Hono; put it first: `app.use(apiscopeHono(client))`. On Node (`@hono/node-server`) it watches Node's own request and response;
 * elsewhere the body of the answer passes by, and the execution context is asked to wait until what was observed is sent.
 */
export function apiscopeHono(client: Apiscope): MiddlewareHandler {
  return async (c, next) => {
    const node = nodeOf(c);
    await (node === null ? serveFetch(client, c, next) : serveNode(client, c, node, next));
  };
}

type Node = { incoming: IncomingMessage; outgoing: ServerResponse };

async function serveNode(
  client: Apiscope,
  c: Context,
  { incoming, outgoing }: Node,
  next: () => Promise<void>,
): Promise<void> {
  const observation = observeNode(client, {
    request: incoming,
    response: outgoing,
    raw: c,
    host: { route: () => routeOf(c, outgoing.statusCode) },
  });
  if (observation === null) return next();
  await partsOf(client)!.within(observation, next);
  if (c.error !== undefined) noteError(outgoing, c.error);
}

async function serveFetch(client: Apiscope, c: Context, next: () => Promise<void>): Promise<void> {
  const watch = observeFetch(client, c.req.raw, {
    raw: c,
    peerAddress: 'cf' in c.req.raw ? (c.req.header('cf-connecting-ip') ?? null) : null,
    route: (status) => routeOf(c, status),
  });
  if (watch === null) return next();
  waitUntil(
    c,
    watch.ended.then(() => client.flush()),
  );
  c.req.raw = watch.request;
  try {
    await partsOf(client)!.within(watch.observation, next);
  } catch (error) {
    watch.fail(error);
    throw error;
  }
  if (c.error !== undefined) watch.note(c.error);
  const answer = watch.answer(c.res);
  if (answer === c.res) return;
  // Taken away first: Hono adds the headers of the answer before to those of the next.
  c.res = undefined;
  c.res = answer;
}

function nodeOf(c: Context): Node | null {
  const { incoming, outgoing } = (c.env ?? {}) as Partial<Node>;
  return incoming !== undefined && typeof outgoing?.on === 'function' ? { incoming, outgoing } : null;
}

/** Hono's getter throws where there is no such context. */
function waitUntil(c: Context, work: Promise<unknown>): void {
  try {
    c.executionCtx.waitUntil(work);
  } catch {
    // The process lives on by itself.
  }
}

/**
 * The route that answered: of those that match, in order, the one that was entered last, or would have been next where a middleware
 * answered instead. Middleware for everything below a path is none, as it matches what no route does too.
 */
function routeOf(c: Context, status: number): string | null {
  const routes = c.req.matchedRoutes;
  const isRoute = ({ method, path }: (typeof routes)[number]) => !(method === 'ALL' && path.endsWith('*'));
  const route = routes.slice(c.req.routeIndex).find(isRoute) ?? routes.findLast(isRoute);
  if (route !== undefined) return templateOf(route.path);
  const below = routes.at(-1)?.path;
  return status === 404 || below === undefined || /^\/?\*$/.test(below) ? null : templateOf(below);
}

/** In Hono a colon inside a segment is one: `/items:batch`. */
function templateOf(path: string): string {
  return toTemplate(path.replace(/(?<=[^/]):/g, '\\:'));
}
