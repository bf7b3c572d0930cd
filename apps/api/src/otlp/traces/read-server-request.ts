import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import type { HeaderMap } from '@apiscope/core/replay/schema';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { setOwn } from '@apiscope/core/set-own';
import { millisBetween } from '@apiscope/db/traces/new-span';
import { momentOf } from '../moment-of.ts';
import { readId } from '../read-id.ts';
import { cutText, readText } from '../read-text.ts';
import type { Attributes } from './read-number.ts';
import { readNumber } from './read-number.ts';
import { readRpcCall } from './read-rpc-call.ts';
import { toRouteTemplate } from './to-route-template.ts';
import type { ReadSpan } from './to-span.ts';

/** Characters of a path that are kept, as of every observed request. */
const maxPath = 8_000;

/**
 * The request that a SERVER span tells of, under the names of the stable semantic conventions or the older ones; null when it tells of
 * none, for example because it is neither of HTTP nor of RPC.
 * @param ip the client's address, as far as it is believed
 */
export function readServerRequest(
  { sent, attributes }: ReadSpan,
  { ip }: { ip: string | null },
): ObservedRequest | null {
  const call = readHttpCall(attributes) ?? readRpcCall(attributes, sent.status?.code === 2);
  if (call === null) return null;
  const headers = readHeaders(attributes, 'http.request.header.');
  const responseHeaders = readHeaders(attributes, 'http.response.header.');
  const agent = readText(attributes, ['user_agent.original', 'http.user_agent'], 1_000);
  if (agent !== null) headers['user-agent'] ??= agent;
  const user = readText(attributes, ['enduser.id', 'user.id']);
  const requestId = headers['x-request-id'];
  const isStream = String(responseHeaders['content-type'] ?? '').startsWith('text/event-stream');
  return {
    ...call,
    timestamp: printTimestamp(momentOf(sent.startTimeUnixNano)),
    duration: isStream ? null : durationOf(sent),
    requestSize: readNumber(attributes, ['http.request.body.size', 'http.request_content_length']),
    responseSize: readNumber(attributes, ['http.response.body.size', 'http.response_content_length']),
    ...(ip !== null && { ip: cutText(ip, 100) }),
    headers,
    responseHeaders,
    ...(user !== null && { userId: user, consumer: user }),
    ...(typeof requestId === 'string' && { requestId: cutText(requestId, 200) }),
    traceId: readId(sent.traceId, 32)!,
  };
}

type HttpCall = Pick<ObservedRequest, 'method' | 'path' | 'route' | 'statusCode' | 'rpc' | 'error'>;

function readHttpCall(attributes: Attributes): HttpCall | null {
  const named = readText(attributes, ['http.request.method', 'http.method'], 20);
  if (named === null) return null;
  const method =
    named === '_OTHER' ? (readText(attributes, ['http.request.method_original'], 20) ?? named) : named;
  const status = readNumber(attributes, ['http.response.status_code', 'http.status_code']);
  const statusCode = status !== null && status >= 100 && status <= 599 ? status : null;
  const route = toRouteTemplate(readText(attributes, ['http.route'], 2_000));
  const error = readText(attributes, ['error.type']);
  const isNowhere = route === null && (statusCode === 404 || statusCode === 405);
  return {
    method,
    path: cutText(readPath(attributes), maxPath),
    statusCode,
    ...(route !== null && { route }),
    ...(isNowhere && { route: 'unmatched' }),
    ...(error !== null && { error: { type: error } }),
  };
}

/** The path with its query, of whichever attributes hold it. */
function readPath(attributes: Attributes): string {
  const path = readText(attributes, ['url.path'], maxPath);
  if (path !== null) {
    const query = readText(attributes, ['url.query'], maxPath);
    return query === null ? path : `${path}?${query.replace(/^\?/, '')}`;
  }
  const target = readText(attributes, ['http.target'], maxPath);
  if (target !== null) return target;
  const url = readText(attributes, ['url.full', 'http.url'], maxPath) ?? '/';
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/';
}

/** Headers that the SDK was told to record: a list of values each, and `_` for `-` under the older names. */
function readHeaders(attributes: Attributes, prefix: string): HeaderMap {
  const headers: HeaderMap = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (!name.startsWith(prefix)) continue;
    const values = (Array.isArray(value) ? value : [value]).map(String);
    const key = name.slice(prefix.length).toLowerCase().replaceAll('_', '-');
    setOwn(headers, key, values.length === 1 ? values[0]! : values);
  }
  return headers;
}

function durationOf({ startTimeUnixNano, endTimeUnixNano }: ReadSpan['sent']): number {
  return Math.max(0, millisBetween(startTimeUnixNano, endTimeUnixNano));
}
