import type { GeoLocation } from '@apiscope/core/geo/locate';
import { checkJson, safeText } from '@apiscope/core/logs/safe-json';
import { redactStored } from '@apiscope/core/redact/redact-stored';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { safeMap } from '@apiscope/core/replay/safe-map';
import type { HeaderMap, QueryMap, SnapshotAttributes } from '@apiscope/core/replay/schema';
import type { NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import type { SeenBody } from './describe-body.ts';

/** A request with its response as it was seen, nothing redacted yet. */
export type SeenRequest = Pick<
  NewSnapshot,
  | 'service'
  | 'endpoint'
  | 'method'
  | 'statusCode'
  | 'duration'
  | 'timestamp'
  | 'userId'
  | 'version'
  | 'stage'
  | 'requestId'
  | 'traceId'
> & {
  path: string;
  query: QueryMap;
  headers: HeaderMap;
  body: SeenBody | null;
  responseHeaders: HeaderMap | null;
  responseBody: SeenBody | null;
  geo: GeoLocation;
  consumer?: string | null;
  attributes?: SnapshotAttributes | null;
};

/** Makes the snapshot of a request: redacted, storable, with the places that were redacted. */
export function buildSnapshot(
  redactor: Redactor,
  {
    geo,
    body,
    responseBody,
    consumer = null,
    attributes = null,
    path,
    query,
    headers,
    responseHeaders,
    statusCode,
    duration,
    timestamp,
    ...named
  }: SeenRequest,
): NewSnapshot {
  const clean = redactStored(redactor, {
    path,
    query,
    headers,
    body: body?.text ?? null,
    bodyInfo: safeInfo(body),
    responseHeaders,
    responseBody: responseBody?.text ?? null,
    responseBodyInfo: safeInfo(responseBody),
    redactedPaths: [],
    consumer,
    attributes: attributes && safeAttributes(attributes),
  });
  return {
    statusCode,
    duration,
    timestamp,
    ...safeTexts(named),
    ...clean,
    path: safeText(clean.path),
    query: safeMap(clean.query),
    headers: safeMap(clean.headers),
    body: safeOrNull(clean.body),
    responseHeaders: clean.responseHeaders && safeMap(clean.responseHeaders),
    responseBody: safeOrNull(clean.responseBody),
    consumer: safeOrNull(clean.consumer),
    geoCountry: geo.country,
    geoRegion: geo.region,
    geoCity: geo.city,
    geoLat: geo.lat,
    geoLon: geo.lon,
    geoSource: geo.source,
  };
}

type NamedTexts = Pick<
  SeenRequest,
  'service' | 'endpoint' | 'method' | 'userId' | 'version' | 'stage' | 'requestId' | 'traceId'
>;

/** Whoever reports a request may have put anything into what it and its sender are called. */
function safeTexts(named: NamedTexts): NamedTexts {
  return {
    service: safeText(named.service),
    endpoint: safeText(named.endpoint),
    method: safeText(named.method),
    userId: safeOrNull(named.userId),
    version: safeOrNull(named.version),
    stage: safeOrNull(named.stage),
    requestId: safeOrNull(named.requestId),
    traceId: safeOrNull(named.traceId),
  };
}

function safeInfo(body: SeenBody | null): SeenBody['info'] | null {
  return body && { ...body.info, contentType: safeOrNull(body.info.contentType) };
}

function safeOrNull(text: string | null | undefined): string | null {
  return text ? safeText(text) : (text ?? null);
}

/** Text as PostgreSQL can hold it; the schema of what is sent bounds it far below these limits. */
function safeAttributes(attributes: SnapshotAttributes): SnapshotAttributes | null {
  const checked = checkJson(attributes, { depth: 8, bytes: 65_536 });
  return checked.ok ? (checked.value as SnapshotAttributes) : null;
}
