import type { GeoLocation } from '@apiscope/core/geo/locate';
import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import { normaliseMethod } from '@apiscope/core/metrics/route-template';
import type { HeaderMap, SentBodyInfo, SnapshotAttributes } from '@apiscope/core/replay/schema';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import type { NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import type { SeenSender } from '@apiscope/db/services/record-sender';
import { buildSnapshot } from '../capture/build-snapshot.ts';
import type { SeenBody } from '../capture/describe-body.ts';
import { toQueryMap } from '../capture/snapshot-request.ts';
import type { Deps } from '../deps.ts';

/** Makes the redacted snapshot of a request that a service reports; a query in its path is taken apart. */
export function toSnapshot(
  { redactor }: Pick<Deps, 'redactor'>,
  request: ObservedRequest,
  {
    endpoint,
    geo,
    sender,
  }: { endpoint: string; geo: GeoLocation; sender: Pick<SeenSender, 'service' | 'version' | 'stage'> },
): NewSnapshot {
  const [path = '', inPath = ''] = request.path.split(/\?(.*)/s);
  return buildSnapshot(redactor, {
    service: sender.service,
    endpoint,
    method: normaliseMethod(request.method),
    path,
    query: { ...toQueryMap(new URLSearchParams(inPath)), ...request.query },
    headers: lowerCase(request.headers ?? {}),
    body: seenBody(request.body, request.bodyInfo, { headers: request.headers, size: request.requestSize }),
    statusCode: request.statusCode,
    responseHeaders: request.responseHeaders ? lowerCase(request.responseHeaders) : null,
    responseBody: seenBody(request.responseBody, request.responseBodyInfo, {
      headers: request.responseHeaders,
      size: request.responseSize,
    }),
    duration: request.duration ?? null,
    timestamp: readTimestamp(request.timestamp),
    userId: request.userId === undefined ? null : redactor.text(request.userId),
    version: sender.version ?? null,
    stage: sender.stage ?? null,
    requestId: request.requestId ?? null,
    traceId: request.traceId ?? null,
    geo,
    consumer: request.consumer ?? null,
    attributes: attributesOf(request),
  });
}

function lowerCase(headers: HeaderMap): HeaderMap {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** What an observer said beside the HTTP of a request; null when it said nothing. */
function attributesOf(request: ObservedRequest): SnapshotAttributes | null {
  const { rpc, validationPaths, error, timeToFirstByte, weight, consumerName } = request;
  const said: SnapshotAttributes = {
    ...(rpc && { rpc }),
    ...(validationPaths && validationPaths.length > 0 && { validationPaths }),
    ...(error && { error }),
    ...(typeof timeToFirstByte === 'number' && { timeToFirstByte }),
    ...(weight !== undefined && weight !== 1 && { weight }),
    ...(consumerName && { consumerName }),
  };
  return Object.keys(said).length === 0 ? null : said;
}

type Sent = { headers: HeaderMap | undefined; size: number | null | undefined };

/** A body as its sender tells of it; what it leaves out is taken from headers and sizes. Of a body that is there nothing was omitted. */
function seenBody(text: string | undefined, info: SentBodyInfo | undefined, sent: Sent): SeenBody | null {
  if (text === undefined && (info === undefined || info.size === 0)) return null;
  const type = lowerCase(sent.headers ?? {})['content-type'];
  const named = typeof type === 'string' ? type : (type?.[0] ?? null);
  const contentType = info?.contentType ?? named;
  const size = info?.size ?? sent.size ?? null;
  if (text === undefined)
    return { text: null, info: { contentType, size, truncated: false, omitted: info?.omitted ?? 'unread' } };
  const truncated = info?.truncated ?? (size !== null && size > Buffer.byteLength(text));
  return { text, info: { contentType, size, truncated, omitted: null } };
}
