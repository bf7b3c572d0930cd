import type { HarEntry, HarNamedValue, HarRequest, HarResponse, HarTimings } from './har-format.ts';
import { harUrl } from './har-url.ts';
import type { BodyInfo, HeaderMap, WholeSnapshot } from './schema.ts';

/** What a snapshot doesn't know of its connection. */
const unknownVersion = 'unknown';
/** How HAR writes a size that is not known. */
const unknownSize = -1;

/**
 * A captured request as an entry of a HAR 1.2 file. Nothing is made up: sizes that were not measured are -1, the version of the
 * protocol is `unknown`, and the only duration there is stands under `wait`. Cookies are redacted whole, so their lists are empty.
 */
export function toHarEntry(snapshot: WholeSnapshot): HarEntry {
  const { id, service, endpoint, requestId, traceId, version, stage, redactedPaths } = snapshot;
  const { consumer, attributes } = snapshot;
  return {
    startedDateTime: snapshot.timestamp,
    time: snapshot.duration ?? 0,
    request: toRequest(snapshot),
    response: snapshot.statusCode === null ? noResponse : toResponse(snapshot, snapshot.statusCode),
    cache: {},
    timings: toTimings(snapshot.duration),
    _apiscope: {
      id,
      service,
      endpoint,
      requestId,
      traceId,
      version,
      stage,
      redactedPaths,
      ...(consumer !== null && { consumer }),
      ...(attributes !== null && { attributes }),
    },
  };
}

function toRequest(snapshot: WholeSnapshot): HarRequest {
  const { method, headers, query, body, bodyInfo } = snapshot;
  return {
    method,
    url: harUrl(snapshot),
    httpVersion: unknownVersion,
    cookies: [],
    headers: listValues(headers),
    queryString: listValues(query),
    ...((body !== null || bodyInfo !== null) && {
      postData: { mimeType: mimeTypeOf(bodyInfo, headers), text: body ?? '', ...remark(bodyInfo) },
    }),
    headersSize: unknownSize,
    bodySize: bodyInfo?.size ?? unknownSize,
  };
}

function toResponse(snapshot: WholeSnapshot, status: number): HarResponse {
  const { responseBody, responseBodyInfo: info } = snapshot;
  const headers = snapshot.responseHeaders ?? {};
  const size = info?.size ?? unknownSize;
  return {
    status,
    statusText: '',
    httpVersion: unknownVersion,
    cookies: [],
    headers: listValues(headers),
    content: {
      // The size of what was sent is not that of its content once that was compressed.
      size: headers['content-encoding'] === undefined ? size : unknownSize,
      mimeType: mimeTypeOf(info, headers),
      ...(responseBody !== null && { text: responseBody }),
      ...remark(info),
    },
    redirectURL: [headers.location ?? ''].flat()[0] ?? '',
    headersSize: unknownSize,
    bodySize: size,
  };
}

const noResponse: HarResponse = {
  status: 0,
  statusText: '',
  httpVersion: unknownVersion,
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: '' },
  redirectURL: '',
  headersSize: unknownSize,
  bodySize: unknownSize,
  _error: 'no response',
};

function toTimings(duration: number | null): HarTimings {
  return {
    blocked: -1,
    dns: -1,
    connect: -1,
    ssl: -1,
    send: 0,
    wait: duration ?? 0,
    receive: 0,
    ...(duration === null && { comment: 'not timed' }),
  };
}

function mimeTypeOf(info: BodyInfo | null, headers: HeaderMap): string {
  return info?.contentType ?? [headers['content-type'] ?? ''].flat()[0] ?? '';
}

/** Why a text is not the whole body. */
function remark(info: BodyInfo | null): { comment?: string } {
  if (info?.omitted) return { comment: `not stored: ${info.omitted}` };
  return info?.truncated ? { comment: 'only the beginning is stored' } : {};
}

function listValues(map: HeaderMap): HarNamedValue[] {
  return Object.entries(map).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));
}
