import type { PastedExchange } from '@apiscope/core/redact/preview-schema';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { HeaderMap, QueryMap, WholeSnapshot } from '@apiscope/core/replay/schema';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { buildSnapshot } from '../capture/build-snapshot.ts';
import type { SeenBody } from '../capture/describe-body.ts';
import type { Deps } from '../deps.ts';
import type { Line } from './keep-in-sinks.ts';

/** The snapshot that would be kept of a pasted exchange, and the log line that a service might write of it. */
export function snapshotOf(
  { redactor, clock }: Pick<Deps, 'clock'> & { redactor: Redactor },
  pasted: PastedExchange,
): { kept: WholeSnapshot; line: Line } {
  const { path, query } = readUrl(pasted.url);
  const headers = lowerCased(pasted.headers ?? {});
  const responseHeaders = pasted.responseHeaders ? lowerCased(pasted.responseHeaders) : null;
  const now = clock.now();
  const seen = {
    service: 'preview',
    endpoint: `${pasted.method} (preview)`,
    method: pasted.method.toUpperCase(),
    path,
    query,
    headers,
    body: bodyOf(pasted.body, headers),
    statusCode: pasted.statusCode ?? null,
    responseHeaders,
    responseBody: bodyOf(pasted.responseBody, responseHeaders ?? {}),
    duration: null,
    timestamp: now,
    userId: null,
    version: null,
    stage: null,
    requestId: null,
    traceId: null,
    geo: { ip: null, country: null, region: null, city: null, lat: null, lon: null, source: 'none' as const },
  };
  const at = printTimestamp(now);
  const made = buildSnapshot(redactor, seen);
  return {
    kept: {
      consumer: null,
      attributes: null,
      ...made,
      id: 0,
      timestamp: at,
      pinned: false,
      created_at: at,
      updated_at: at,
    },
    line: {
      message: `${seen.method} ${pasted.url}`,
      meta: {
        query,
        headers,
        body: json(pasted.body),
        responseHeaders,
        responseBody: json(pasted.responseBody),
      },
    },
  };
}

function readUrl(url: string): { path: string; query: QueryMap } {
  const cut = url.indexOf('?');
  if (cut === -1) return { path: url, query: {} };
  const query = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(url.slice(cut + 1)))
    query.set(name, [...(query.get(name) ?? []), value]);
  return {
    path: url.slice(0, cut),
    query: Object.fromEntries([...query].map(([name, all]) => [name, all.length === 1 ? all[0]! : all])),
  };
}

function lowerCased(headers: HeaderMap): HeaderMap {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function bodyOf(text: string | undefined, headers: HeaderMap): SeenBody | null {
  if (text === undefined) return null;
  const type = headers['content-type'];
  const contentType = (typeof type === 'string' ? type : type?.[0]) ?? guess(text);
  const size = new TextEncoder().encode(text).length;
  return { text, info: { contentType, size, truncated: false, omitted: null } };
}

function guess(text: string): string | null {
  return /^\s*[[{]/.test(text) ? 'application/json' : null;
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return text;
  }
}
