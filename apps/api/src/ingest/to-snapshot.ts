import type { GeoLocation } from '@apiscope/core/geo/locate';
import type { IngestRequestsInput, ObservedRequest } from '@apiscope/core/ingest/schema';
import { normaliseMethod } from '@apiscope/core/metrics/route-template';
import type { HeaderMap } from '@apiscope/core/replay/schema';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import type { NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import { buildSnapshot } from '../capture/build-snapshot.ts';
import type { SeenBody } from '../capture/describe-body.ts';
import { toQueryMap } from '../capture/snapshot-request.ts';
import type { Deps } from '../deps.ts';

/** Makes the redacted snapshot of a request that a service reports; a query in its path is taken apart. */
export function toSnapshot(
  { redactor }: Pick<Deps, 'redactor'>,
  request: ObservedRequest,
  { endpoint, geo, batch }: { endpoint: string; geo: GeoLocation; batch: IngestRequestsInput },
): NewSnapshot {
  const [path = '', inPath = ''] = request.path.split(/\?(.*)/s);
  return buildSnapshot(redactor, {
    service: batch.service,
    endpoint,
    method: normaliseMethod(request.method),
    path,
    query: { ...toQueryMap(new URLSearchParams(inPath)), ...request.query },
    headers: lowerCase(request.headers ?? {}),
    body: seenBody(request.body, request.headers, request.requestSize),
    statusCode: request.statusCode,
    responseHeaders: request.responseHeaders ? lowerCase(request.responseHeaders) : null,
    responseBody: seenBody(request.responseBody, request.responseHeaders, request.responseSize),
    duration: request.duration ?? null,
    timestamp: readTimestamp(request.timestamp),
    userId: request.userId ?? null,
    version: batch.version ?? null,
    stage: batch.stage ?? null,
    requestId: request.requestId ?? null,
    traceId: request.traceId ?? null,
    geo,
  });
}

function lowerCase(headers: HeaderMap): HeaderMap {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function seenBody(
  text: string | undefined,
  headers: HeaderMap | undefined,
  size: number | null | undefined,
): SeenBody | null {
  if (text === undefined) return null;
  const type = lowerCase(headers ?? {})['content-type'];
  const contentType = typeof type === 'string' ? type : (type?.[0] ?? null);
  const truncated = size !== null && size !== undefined && size > Buffer.byteLength(text);
  return { text, info: { contentType, size: size ?? null, truncated, omitted: null } };
}
