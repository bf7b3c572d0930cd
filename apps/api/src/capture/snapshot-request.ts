import { maxKept } from '@apiscope/core/replay/keep-text';
import type { HeaderMap, QueryMap } from '@apiscope/core/replay/schema';
import { tapBody } from '@apiscope/core/replay/tap-body';
import { ownService } from '@apiscope/core/services/own-service';
import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from '../http/app-env.ts';
import { buildSnapshot } from './build-snapshot.ts';
import { describeBody } from './describe-body.ts';
import type { Outcome } from './observation.ts';

/**
 * Third of the capturing middlewares: keeps what came and what went. The request's body is copied as the handler reads it,
 * never read for its own sake; the snapshot is made and redacted after the answer has ended.
 */
export function snapshotRequest(deps: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { observation } = c.var;
    observation.keep = maxKept;
    try {
      tapRequest(c);
    } catch (error) {
      c.var.log.warn({ err: error }, 'a request body could not be copied');
    }
    const requestHeaders = c.req.raw.headers;
    observation.onEnd.push((outcome) => {
      setImmediate(() => {
        try {
          deps.batchers.snapshots.add(takeSnapshot(deps, c, requestHeaders, outcome));
        } catch (error) {
          c.var.log.warn({ err: error }, 'a request could not be kept');
        }
      });
    });
    await next();
  };
}

/** Puts a tap between the request's body and its handler. */
function tapRequest(c: AppContext): void {
  const { raw } = c.req;
  const hasBody = raw.headers.has('transfer-encoding') || Number(raw.headers.get('content-length')) > 0;
  if (!hasBody || raw.body === null) return;
  const tap = tapBody(raw.body, { keep: maxKept });
  // `duplex` is demanded by fetch for a body that streams, and unknown to the DOM's types.
  const init: RequestInit & { duplex: 'half' } = {
    method: raw.method,
    headers: raw.headers,
    signal: raw.signal,
    body: tap.stream,
    duplex: 'half',
  };
  c.req.raw = new Request(raw.url, init);
  c.var.observation.request = tap;
}

function takeSnapshot(deps: Deps, c: AppContext, requestHeaders: Headers, outcome: Outcome) {
  const { observation, requestId, traceId, actor } = c.var;
  const url = new URL(c.req.url);
  return buildSnapshot(deps.redactor, {
    service: ownService,
    endpoint: outcome.endpoint,
    method: c.req.method,
    path: url.pathname,
    query: toQueryMap(url.searchParams),
    headers: toHeaderMap(requestHeaders),
    body: describeBody(observation.request, requestHeaders),
    statusCode: outcome.status,
    responseHeaders: toHeaderMap(c.res.headers),
    responseBody: describeBody(observation.response, c.res.headers),
    duration: outcome.duration,
    timestamp: observation.at,
    // What a header claims is not who it is.
    userId: actor.kind === 'anonymous' ? null : actor.name,
    version: deps.settings.version,
    stage: deps.settings.stage,
    requestId,
    traceId,
    geo: observation.geo,
  });
}

/** Query values by name, repeated ones in order. */
export function toQueryMap(query: URLSearchParams): QueryMap {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
}

function toHeaderMap(headers: Headers): HeaderMap {
  const cookies = headers.getSetCookie();
  const map: HeaderMap = Object.fromEntries(headers);
  if (cookies.length > 0) map['set-cookie'] = cookies;
  return map;
}
