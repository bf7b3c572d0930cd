import type { NewSnapshot } from '../replay/insert-snapshots.ts';

/** A snapshot as the API prepares it, with defaults for what a test has nothing to say about. */
export function makeSnapshot(changes: Partial<NewSnapshot> = {}): NewSnapshot {
  return {
    service: 'shop',
    endpoint: 'POST /orders/{id}',
    method: 'POST',
    path: '/orders/7',
    query: { tag: ['a', 'b'], page: '1' },
    headers: { 'content-type': 'application/json', accept: '*/*' },
    body: '{"n": 1.0, "text": "ü\\u0000"}',
    bodyInfo: { contentType: 'application/json', size: 30, truncated: false, omitted: null },
    statusCode: 201,
    responseHeaders: { 'set-cookie': ['[redacted]', '[redacted]'] },
    responseBody: 'created',
    responseBodyInfo: { contentType: 'text/plain', size: 7, truncated: false, omitted: null },
    duration: 12.5,
    timestamp: Date.UTC(2026, 1, 3, 12),
    userId: null,
    version: '1.2',
    stage: null,
    requestId: 'r-1',
    traceId: null,
    geoCountry: 'NL',
    geoRegion: null,
    geoCity: null,
    geoLat: 0,
    geoLon: 0,
    geoSource: 'ip',
    redactedPaths: ['headers.authorization', 'body.card.number'],
    ...changes,
  };
}
