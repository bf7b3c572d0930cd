import type { GeoLocation } from '@apiscope/core/geo/locate';
import { safeText } from '@apiscope/core/logs/safe-json';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { redactBody } from '@apiscope/core/replay/redact-body';
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
  { geo, body, responseBody, responseHeaders, ...seen }: SeenRequest,
): NewSnapshot {
  const redactedPaths = new Set<string>();
  const at = (place: string) => (path: string) => redactedPaths.add(path === '' ? place : `${place}.${path}`);
  return {
    ...seen,
    path: safeText(redactor.url(seen.path, at('path'))),
    query: safeMap(redactor.query(seen.query, at('query'))),
    headers: safeMap(redactor.headers(seen.headers, at('headers'))),
    body: storable(redactor, body, at('body')),
    bodyInfo: body?.info ?? null,
    responseHeaders: responseHeaders && safeMap(redactor.headers(responseHeaders, at('responseHeaders'))),
    responseBody: storable(redactor, responseBody, at('responseBody')),
    responseBodyInfo: responseBody?.info ?? null,
    geoCountry: geo.country,
    geoRegion: geo.region,
    geoCity: geo.city,
    geoLat: geo.lat,
    geoLon: geo.lon,
    geoSource: geo.source,
    redactedPaths: [...redactedPaths],
  };
}

function storable(redactor: Redactor, body: SeenBody | null, note: (path: string) => void): string | null {
  const text = body && redactBody(redactor, body, note);
  return text === null ? null : safeText(text);
}

function safeMap(map: HeaderMap): HeaderMap {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [
      safeText(name),
      typeof value === 'string' ? safeText(value) : value.map(safeText),
    ]),
  );
}
