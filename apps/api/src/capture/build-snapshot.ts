import type { GeoLocation } from '@apiscope/core/geo/locate';
import { safeText } from '@apiscope/core/logs/safe-json';
import { redactStored } from '@apiscope/core/redact/redact-stored';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { safeMap } from '@apiscope/core/replay/safe-map';
import type { HeaderMap, QueryMap } from '@apiscope/core/replay/schema';
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
};

/** Makes the snapshot of a request: redacted, storable, with the places that were redacted. */
export function buildSnapshot(
  redactor: Redactor,
  { geo, body, responseBody, path, query, headers, responseHeaders, ...seen }: SeenRequest,
): NewSnapshot {
  const clean = redactStored(redactor, {
    path,
    query,
    headers,
    body: body?.text ?? null,
    bodyInfo: body?.info ?? null,
    responseHeaders,
    responseBody: responseBody?.text ?? null,
    responseBodyInfo: responseBody?.info ?? null,
    redactedPaths: [],
  });
  return {
    ...seen,
    ...clean,
    path: safeText(clean.path),
    query: safeMap(clean.query),
    headers: safeMap(clean.headers),
    body: safeBody(clean.body),
    responseHeaders: clean.responseHeaders && safeMap(clean.responseHeaders),
    responseBody: safeBody(clean.responseBody),
    geoCountry: geo.country,
    geoRegion: geo.region,
    geoCity: geo.city,
    geoLat: geo.lat,
    geoLon: geo.lon,
    geoSource: geo.source,
  };
}

function safeBody(text: string | null): string | null {
  return text === null ? null : safeText(text);
}
