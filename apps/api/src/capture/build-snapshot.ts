import type { GeoLocation } from '@apiscope/core/geo/locate';
import { safeText } from '@apiscope/core/logs/safe-json';
import type { Redactor } from '@apiscope/core/redact/redactor';
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
    body: redactBody(redactor, body, at('body')),
    bodyInfo: body?.info ?? null,
    responseHeaders: responseHeaders && safeMap(redactor.headers(responseHeaders, at('responseHeaders'))),
    responseBody: redactBody(redactor, responseBody, at('responseBody')),
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

/** The text of a body; byte for byte as it came where nothing in it is a secret, so that a replay can be exact. */
function redactBody(redactor: Redactor, body: SeenBody | null, note: (path: string) => void): string | null {
  if (body === null || body.text === null) return null;
  let changed = false;
  const contentType = body.info.contentType ?? (/^\s*[[{]/.test(body.text) ? 'application/json' : null);
  const clean = redactor.body({ contentType, text: body.text }, (path) => {
    changed = true;
    note(path);
  });
  if (!changed) return safeText(body.text);
  return safeText(typeof clean === 'string' ? clean : JSON.stringify(clean));
}

function safeMap(map: HeaderMap): HeaderMap {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [
      safeText(name),
      typeof value === 'string' ? safeText(value) : value.map(safeText),
    ]),
  );
}
