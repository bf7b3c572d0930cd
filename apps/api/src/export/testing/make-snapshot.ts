import type { NewSnapshot } from '@apiscope/db/replay/insert-snapshots';

/** A captured request, with what a test doesn't care for filled in. */
export function makeSnapshot(changes: Partial<NewSnapshot> = {}): NewSnapshot {
  return {
    service: 'shop',
    endpoint: 'POST /orders/{id}',
    method: 'POST',
    path: '/orders/7',
    query: { tag: ['a', 'b'] },
    headers: { host: 'shop.example', 'content-type': 'application/json' },
    body: '{"n": 1.0}',
    bodyInfo: { contentType: 'application/json', size: 10, truncated: false, omitted: null },
    statusCode: 201,
    responseHeaders: { 'content-type': 'text/plain' },
    responseBody: 'made',
    responseBodyInfo: { contentType: 'text/plain', size: 4, truncated: false, omitted: null },
    duration: 12.5,
    timestamp: Date.UTC(2026, 1, 3),
    userId: null,
    version: null,
    stage: null,
    requestId: null,
    traceId: null,
    geoCountry: null,
    geoRegion: null,
    geoCity: null,
    geoLat: -33.9,
    geoLon: 0,
    geoSource: 'ip',
    redactedPaths: [],
    ...changes,
  };
}
