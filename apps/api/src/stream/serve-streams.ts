import type { Resource } from '@apiscope/core/search/fields';
import { parseQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import { metrics } from '@apiscope/core/search/resources/metrics';
import type { Hono } from 'hono';
import type { z } from 'zod';
import { requireAccess } from '../access/require-access.ts';
import type { WatchCaller } from '../access/watch-callers.ts';
import type { Deps } from '../deps.ts';
import type { AppEnv } from '../http/app-env.ts';
import { decodeParameters } from '../http/decode-parameters.ts';
import { parseInput } from '../http/parse-input.ts';
import { streamLogsInput } from '../logs/schema.ts';
import { streamMetricsInput } from '../metrics/schema.ts';
import type { Feed } from './feed.ts';
import { sseHeaders, sseResponse } from './sse-response.ts';

/** A stream as REST serves it. */
export type StreamRoute = {
  procedure: string;
  template: string;
  /** Name of the event that carries a row. */
  event: string;
  about: string;
  resource: Resource;
  input: z.ZodObject;
};

export const logStream = {
  procedure: 'logs.stream',
  template: '/logs/stream',
  event: 'log-update',
  about: 'Follow new logs',
  resource: logs,
  input: streamLogsInput as z.ZodObject,
} satisfies StreamRoute;

export const metricStream = {
  procedure: 'metrics.stream',
  template: '/metrics/stream',
  event: 'metric-update',
  about: 'Follow changed metric windows',
  resource: metrics,
  input: streamMetricsInput as z.ZodObject,
} satisfies StreamRoute;

/** Serves the streams as server-sent events. */
export function serveStreams(app: Hono<AppEnv>, { hub, watchCaller }: Deps): void {
  serve(app, logStream, { feed: hub.logs, watchCaller });
  serve(app, metricStream, { feed: hub.metrics, watchCaller });
}

function serve<Row>(
  app: Hono<AppEnv>,
  { template, event, resource, input }: StreamRoute,
  { feed, watchCaller }: { feed: Feed<Row>; watchCaller: WatchCaller },
): void {
  app.get(template, (c) => {
    c.set('route', template);
    requireAccess(c.var.actor, 'read');
    const parameters = parseInput(
      input,
      decodeParameters(input.shape, { path: {}, query: new URL(c.req.url).searchParams }),
    );
    const query = parseQuery(resource, parameters);
    const asked = c.req.header('last-event-id') ?? parameters.lastEventId;
    // Hono answers HEAD by this handler and throws the body away: it must not be started.
    if (c.req.method === 'HEAD') return new Response(null, { headers: sseHeaders });
    return sseResponse(feed, {
      event,
      query,
      lastEventId: typeof asked === 'string' ? asked : null,
      signal: c.req.raw.signal,
      permit: watchCaller({ actor: c.var.actor, headers: c.req.raw.headers }, 'read'),
    });
  });
}
