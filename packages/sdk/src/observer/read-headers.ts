import type { HeaderMap } from '@apiscope/core/replay/schema';
import type { HeaderSource } from './observation.ts';

/** Value of a header by lower-case name; repeated ones joined by commas. */
export function readHeader(headers: HeaderSource, name: string): string | undefined {
  if (isWebHeaders(headers)) return headers.get(name) ?? undefined;
  const value = headers[name];
  if (value === undefined || typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : value.join(', ');
}

/** All headers by lower-case name; repeated cookies keep their values apart. */
export function toHeaderMap(headers: HeaderSource): HeaderMap {
  const map: HeaderMap = {};
  if (isWebHeaders(headers)) {
    headers.forEach((value, name) => {
      map[name] = value;
    });
    const cookies = headers.getSetCookie?.() ?? [];
    if (cookies.length > 0) map['set-cookie'] = cookies;
    return map;
  }
  for (const name in headers) {
    const value = headers[name];
    // What HTTP/2 writes among the headers is the request line's: method, path, status.
    if (value === undefined || name.startsWith(':')) continue;
    map[name.toLowerCase()] =
      typeof value === 'string' ? value : typeof value === 'number' ? String(value) : [...value].map(String);
  }
  return map;
}

function isWebHeaders(headers: HeaderSource): headers is Headers {
  return typeof (headers as Headers).get === 'function';
}
