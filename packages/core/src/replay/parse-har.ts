import { AppError, type Issue } from '../errors.ts';
import { safeText } from '../logs/safe-json.ts';
import { inferRouteTemplate, normaliseMethod } from '../metrics/route-template.ts';
import { readTimestamp } from '../timestamp-schema.ts';
import { type HarFileEntry, harFile } from './har-file-schema.ts';
import { type KeptBody, readHarBody } from './read-har-body.ts';
import type { HeaderMap, QueryMap } from './schema.ts';

/** A request with its response out of a HAR file, nothing redacted yet. */
export type HarExchange = {
  /** Its place in the file, from 0. */
  index: number;
  service: string;
  endpoint: string;
  method: string;
  path: string;
  query: QueryMap;
  headers: HeaderMap;
  body: KeptBody | null;
  /** Null when there was no response. */
  statusCode: number | null;
  responseHeaders: HeaderMap | null;
  responseBody: KeptBody | null;
  /** Milliseconds, null when not timed. */
  duration: number | null;
  /** Start, milliseconds since the UTC epoch. */
  timestamp: number;
  version: string | null;
  stage: string | null;
  requestId: string | null;
  traceId: string | null;
  /** What an export of Apiscope says was redacted before. */
  redactedPaths: string[];
};

/** What a file holds; `skipped` entries are no HTTP, such as `data:` and `blob:`. */
export type ParsedHar = { exchanges: HarExchange[]; skipped: number };

/** Problems of a file that are told; the first few are enough to see what it is. */
const toldIssues = 20;

/**
 * Reads a HAR 1.2 file. Each exchange belongs to `service`, else to the service that an export of Apiscope names, else to its host.
 * @throws AppError BAD_REQUEST naming the places that are broken, `log.entries.3.request.url`: such a file is refused whole.
 */
export function parseHar(file: unknown, { service }: { service?: string | undefined } = {}): ParsedHar {
  const read = harFile.safeParse(file);
  if (!read.success) throw broken(read.error.issues);
  const { entries } = read.data.log;
  const exchanges = entries.flatMap((entry, index) => {
    const url = /^(https?|wss?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(
      entry.request.url.trim().replace(/[\t\r\n]/g, ''),
    );
    return url
      ? [toExchange(entry, { index, service, authority: url[2]!, path: url[3]!, search: url[4] })]
      : [];
  });
  return { exchanges, skipped: entries.length - exchanges.length };
}

function broken(found: readonly { path: PropertyKey[]; message: string }[]): AppError {
  const issues: Issue[] = found
    .slice(0, toldIssues)
    .map(({ path, message }) => ({ path: path.join('.') || 'log', message: inWords(message) }));
  const text = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new AppError('BAD_REQUEST', `not a HAR file that can be read: ${text}`, { issues });
}

function inWords(message: string): string {
  const reason = message.replace(/^Invalid input: /, '');
  return reason.endsWith('received undefined') ? 'is missing' : reason;
}

type Place = {
  index: number;
  service: string | undefined;
  authority: string;
  path: string;
  search: string | undefined;
};

function toExchange(entry: HarFileEntry, place: Place): HarExchange {
  const { request, response } = entry;
  const own = ownFields(entry._apiscope);
  const host = place.authority.replace(/^.*@/, '').toLowerCase();
  const method = normaliseMethod(request.method);
  const path = place.path || '/';
  const headers = headersOf(request.headers, host);
  const status = response?.status || null;
  const responseHeaders = status === null ? null : headersOf(response?.headers, null);
  return {
    index: place.index,
    service: place.service ?? own.text('service', 200) ?? (safeText(host).slice(0, 200) || 'unknown'),
    endpoint: own.text('endpoint', 2_000) ?? `${method} ${inferRouteTemplate(path)}`,
    method,
    path,
    query: queryOf(place.search, request.queryString),
    headers,
    body: requestBody(entry),
    statusCode: status,
    responseHeaders,
    responseBody: status === null ? null : responseBody(entry, responseHeaders ?? {}),
    duration: durationOf(entry),
    timestamp: readTimestamp(entry.startedDateTime),
    version: own.text('version', 200),
    stage: own.text('stage', 200),
    requestId: own.known
      ? own.text('requestId', 200)
      : (headerOf(responseHeaders ?? {}, 'x-request-id') ?? headerOf(headers, 'x-request-id')),
    traceId: own.text('traceId', 64),
    redactedPaths: own.list('redactedPaths'),
  };
}

type Named = { name: string; value?: string | null | undefined };

/** Names in lower case, without those of HTTP/2 (`:authority`); the host of the URL stands in for a `Host` that isn't told. */
function headersOf(list: readonly Named[] | null | undefined, host: string | null): HeaderMap {
  const told = (list ?? []).map(({ name, value }) => ({ name: name.toLowerCase(), value }));
  const map = toMap(told.filter(({ name }) => !name.startsWith(':')));
  if (host && map.host === undefined && !host.endsWith('.invalid')) return { host, ...map };
  return map;
}

function headerOf(headers: HeaderMap, name: string): string | null {
  const value = [headers[name] ?? []].flat()[0];
  return value ? safeText(value).slice(0, 200) : null;
}

/** The query as the URL has it; the list beside it only where the URL has none. */
function queryOf(search: string | undefined, list: readonly Named[] | null | undefined): QueryMap {
  if (search === undefined) return toMap(list ?? []);
  return toMap([...new URLSearchParams(search)].map(([name, value]) => ({ name, value })));
}

function toMap(list: readonly Named[]): HeaderMap {
  const values = new Map<string, string[]>();
  for (const { name, value } of list) {
    const told = values.get(name);
    if (told) told.push(value ?? '');
    else values.set(name, [value ?? '']);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0]! : all]));
}

function requestBody({ request: { headers, postData, bodySize } }: HarFileEntry): KeptBody | null {
  if (!postData) return readHarBody({ ...noBody, size: known(bodySize) || null });
  const { params, comment } = postData;
  const form = params?.length
    ? String(new URLSearchParams(params.map(({ name, value }) => [name, value ?? ''])))
    : null;
  const text = postData.text || form;
  const contentType = postData.mimeType || headerOf(headersOf(headers, null), 'content-type');
  const size = known(bodySize);
  return readHarBody({ text, isBase64: false, contentType, size, comment: comment ?? null });
}

function responseBody({ response }: HarFileEntry, headers: HeaderMap): KeptBody | null {
  const { content, bodySize } = response ?? {};
  const sent = known(bodySize);
  const whole = headers['content-encoding'] === undefined ? known(content?.size) : null;
  return readHarBody({
    text: content?.text ?? null,
    isBase64: content?.encoding?.toLowerCase() === 'base64',
    contentType: content?.mimeType || headerOf(headers, 'content-type'),
    // Of an answer out of its cache a browser writes that nothing was sent.
    size: sent || whole || sent,
    comment: content?.comment ?? null,
  });
}

const noBody = { text: null, isBase64: false, contentType: null, comment: null };

/** Bytes; the format writes -1 for what is not known. */
function known(size: number | null | undefined): number | null {
  return size != null && Number.isSafeInteger(size) && size >= 0 ? size : null;
}

/** The whole exchange, else the sum of its phases. Our export says where it is not timed. */
function durationOf({ time, timings }: HarFileEntry): number | null {
  const phases = (timings ?? {}) as Record<string, unknown>;
  if (phases.comment === 'not timed') return null;
  if (time != null && time >= 0 && Number.isFinite(time)) return time;
  const told = ['blocked', 'dns', 'connect', 'send', 'wait', 'receive']
    .map((name) => phases[name])
    .filter((value): value is number => typeof value === 'number' && value >= 0);
  return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0);
}

/** What an export of Apiscope says beside the exchange: read as any stranger's, since anybody may write it. */
function ownFields(value: unknown) {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return {
    known: Object.hasOwn(fields, 'endpoint'),
    text: (name: string, longest: number): string | null => {
      const field = fields[name];
      return typeof field === 'string' && field !== '' ? safeText(field).slice(0, longest) : null;
    },
    list: (name: string): string[] => {
      const field = fields[name];
      return Array.isArray(field)
        ? field
            .slice(0, 1_000)
            .flatMap((each) => (typeof each === 'string' ? [safeText(each).slice(0, 500)] : []))
        : [];
    },
  };
}
