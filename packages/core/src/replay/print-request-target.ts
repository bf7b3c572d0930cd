import type { QueryMap } from './schema.ts';

/** Path and query as a request line has them; the path gets its leading slash. */
export function printRequestTarget(path: string, query: QueryMap): string {
  return encodePath(path.startsWith('/') ? path : `/${path}`) + printSearch(query);
}

/** What a URL cannot hold is percent-encoded; what is encoded already, and dots, stay as they were asked for. */
function encodePath(path: string): string {
  return path.replace(/[^\w\-.~!$&'()*+,;=:@/%]/gu, encodeURIComponent);
}

/** Repeated names stay repeated, in their order. */
function printSearch(query: QueryMap): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
  );
  return search.size === 0 ? '' : `?${search}`;
}
