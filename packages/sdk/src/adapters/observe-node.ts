import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Apiscope } from '../client.ts';
import { type Parts, partsOf } from '../client-parts.ts';
import { type BodyCopy, copyBytes, copyText, startCopy } from '../observer/copy-body.ts';
import { describeError } from '../observer/describe-error.ts';
import type { HeaderSource, Observation, Outcome } from '../observer/observation.ts';

/** What a framework knows of a request that Node does not. */
export type Host = {
  /** Template of the route that matched, normalised; null when none did, undefined when nothing is known of routes. */
  route(request: IncomingMessage, response: ServerResponse): string | null | undefined;
};

/** What is noted beside a response of Node's while it is written. */
type Watch = {
  parts: Parts;
  host: Host;
  observation: Observation;
  request: IncomingMessage;
  /** Headers that were given to writeHead, which Node does not keep. */
  head: Record<string, string | string[]> | null;
  size: number;
  firstByteAt: number | null;
  /** While `end` runs, which in some responses calls `write`. */
  isEnding: boolean;
  requestBody: BodyCopy | null;
  responseBody: BodyCopy | null;
  error: Outcome['error'];
};

/** Registered: the adapters of the ES modules and the CommonJS ones may both stand in one application, which counts once. */
const watchKey = Symbol.for('apiscope.watch');
const listeningKey = Symbol.for('apiscope.listens');
type Watched = ServerResponse & { [watchKey]?: Watch };

/**
 * Watches a request and its response, which do what they did. Watched already, by a wrapper around the framework, it is told
 * of the framework that knows more. Null when the request is not to be observed; never throws.
 */
export function observeNode(
  client: Apiscope,
  {
    request,
    response,
    raw,
    host,
  }: { request: IncomingMessage; response: ServerResponse; raw: unknown; host: Host },
): Observation | null {
  const parts = partsOf(client);
  if (parts === null) return null;
  try {
    const watched = (response as Watched)[watchKey];
    if (watched !== undefined) {
      watched.host = host;
      watched.observation.raw = raw;
      return watched.observation;
    }
    return watch(parts, { request, response, raw, host });
  } catch (error) {
    parts.onError(error);
    return null;
  }
}

/** Notes the error that made a framework answer as it does. */
export function noteError(response: ServerResponse, error: unknown): void {
  const watched = (response as Watched)[watchKey];
  if (watched === undefined) return;
  watched.error = describeError(error);
}

function watch(
  parts: Parts,
  { request, response, raw, host }: { request: IncomingMessage; response: Watched; raw: unknown; host: Host },
): Observation | null {
  const observation = parts.observer.begin({
    method: request.method ?? 'OTHER',
    // Routers cut what they have passed off `url`, and keep the whole here.
    url: (request as { originalUrl?: string }).originalUrl ?? request.url ?? '/',
    headers: request.headers,
    peerAddress: request.socket?.remoteAddress ?? null,
    raw,
  });
  if (observation === null) return null;
  const wantsBodies = parts.settings.bodies.size > 0;
  const { maxBodyBytes } = parts.settings;
  response[watchKey] = {
    parts,
    host,
    observation,
    request,
    head: null,
    size: 0,
    firstByteAt: null,
    isEnding: false,
    requestBody: wantsBodies ? startCopy(maxBodyBytes) : null,
    responseBody: wantsBodies ? startCopy(maxBodyBytes) : null,
    error: undefined,
  };
  listenToResponses(response);
  if (wantsBodies || hasUnknownSize(request)) watchRequest(request, response);
  response.on('close', onClose);
  // Node closes every response of a connection, so one listener does: a second on `finish` costs each request a list of them, and its
  // copy. Responses of something else (injected ones, HTTP/2's) need not close, or do not know whether they finished.
  const isOfConnection = response.socket === request.socket && 'writableFinished' in response;
  if (!isOfConnection) response.on('finish', onFinish);
  return observation;
}

/** Copies a request's body as Node hands it to the stream, whether or how the host reads it. */
function watchRequest(request: IncomingMessage, response: Watched): void {
  const watched = response[watchKey]!;
  watched.requestBody ??= startCopy(0);
  const copy = watched.requestBody;
  const { push } = request;
  request.push = function watchedPush(this: IncomingMessage, chunk: unknown, encoding?: BufferEncoding) {
    if (chunk instanceof Uint8Array) copyBytes(copy, chunk);
    else if (typeof chunk === 'string') copyBytes(copy, Buffer.from(chunk, encoding));
    return push.call(this, chunk, encoding);
  };
}

/**
 * Puts a listener before `write`, `end` and `writeHead` in the prototype of a response, once a prototype: own methods, set on each response, would
 * turn it into an object that everything else is slow with. Responses that are not watched pass at once.
 */
function listenToResponses(response: ServerResponse): void {
  if (listeningKey in response) return;
  let proto = Object.getPrototypeOf(response) as Watched;
  while (!Object.hasOwn(proto, 'writeHead')) proto = Object.getPrototypeOf(proto);
  const { write, end, writeHead } = proto;

  function listeningWrite(this: Watched, ...args: unknown[]): boolean {
    const watched = this[watchKey];
    if (watched !== undefined && !watched.isEnding) {
      watched.firstByteAt ??= watched.parts.clock.monotonic();
      note(watched, args[0], args[1]);
    }
    return Reflect.apply(write, this, args);
  }
  function listeningEnd(this: Watched, ...args: unknown[]): ServerResponse {
    const watched = this[watchKey];
    // A second end is refused by Node, and nothing of it is sent.
    if (watched === undefined || this.writableEnded) return Reflect.apply(end, this, args);
    if (args.length > 0) note(watched, args[0], args[1]);
    // From here on Node itself reads what the host has left unread.
    if (watched.requestBody !== null) watched.requestBody.wasRead = wasRead(watched.request);
    watched.isEnding = true;
    try {
      return Reflect.apply(end, this, args);
    } finally {
      watched.isEnding = false;
    }
  }
  function listeningWriteHead(this: Watched, ...args: unknown[]): ServerResponse {
    const watched = this[watchKey];
    if (watched !== undefined && args.length > 1) {
      const headers = typeof args[1] === 'string' ? args[2] : (args[2] ?? args[1]);
      if (headers !== undefined && headers !== null) watched.head = toHead(headers);
    }
    return Reflect.apply(writeHead, this, args);
  }

  Object.assign(proto, { write: listeningWrite, end: listeningEnd, writeHead: listeningWriteHead });
  Object.defineProperty(proto, listeningKey, { value: true });
}

function note(watched: Watch, chunk: unknown, encoding: unknown): void {
  if (typeof chunk === 'string') {
    const isUtf8 = typeof encoding !== 'string' || /^utf-?8$/i.test(encoding);
    const size = Buffer.byteLength(chunk, isUtf8 ? 'utf8' : (encoding as BufferEncoding));
    watched.size += size;
    if (watched.responseBody === null) return;
    if (isUtf8) copyText(watched.responseBody, chunk, size);
    else copyBytes(watched.responseBody, Buffer.from(chunk, encoding as BufferEncoding));
  } else if (chunk instanceof Uint8Array) {
    watched.size += chunk.length;
    if (watched.responseBody !== null) copyBytes(watched.responseBody, chunk);
  }
}

/** Headers in any of the forms that writeHead takes: an object, pairs, or names and values in turn. */
function toHead(headers: unknown): Watch['head'] {
  const head: Record<string, string | string[]> = {};
  const add = (name: unknown, value: unknown) => {
    const key = String(name).toLowerCase();
    const text = Array.isArray(value) ? value.map(String) : String(value);
    const before = head[key];
    head[key] = before === undefined ? text : [before, text].flat();
  };
  if (!Array.isArray(headers))
    for (const [name, value] of Object.entries(headers as object)) add(name, value);
  else if (Array.isArray(headers[0])) for (const [name, value] of headers) add(name, value);
  else for (let at = 0; at + 1 < headers.length; at += 2) add(headers[at], headers[at + 1]);
  return head;
}

/** Status of a request whose client went away before it had its answer; the number that nginx made known. */
const clientClosedRequest = 499;

function onFinish(this: Watched): void {
  end(this, true);
}

function onClose(this: Watched): void {
  end(this, this.writableFinished);
}

function end(response: Watched, isComplete: boolean): void {
  const { parts, observation } = response[watchKey]!;
  if (observation.hasEnded) return;
  try {
    parts.observer.end(observation, outcomeOf(response, isComplete));
  } catch (error) {
    parts.onError(error);
  }
}

function outcomeOf(response: Watched, isComplete: boolean): Outcome {
  const watched = response[watchKey]!;
  const { request, observation, parts } = watched;
  const isStream = String(
    watched.head?.['content-type'] ?? response.getHeader('content-type') ?? '',
  ).startsWith('text/event-stream');
  const hasBody = request.method !== 'HEAD' && response.statusCode !== 204 && response.statusCode !== 304;
  const { firstByteAt, requestBody, responseBody } = watched;
  if (requestBody !== null && !response.writableEnded) requestBody.wasRead = wasRead(request);
  if (responseBody !== null) responseBody.wasRead = true;
  return {
    status: isComplete || isStream ? response.statusCode : clientClosedRequest,
    duration: isStream ? null : parts.clock.monotonic() - observation.startedAt,
    timeToFirstByte: isStream && firstByteAt !== null ? firstByteAt - observation.startedAt : undefined,
    route: watched.host.route(request, response),
    requestSize: requestSizeOf(request, requestBody),
    responseSize: hasBody ? watched.size : 0,
    responseHeaders: parts.settings.snapshots ? headersOf(watched, response) : {},
    requestBody,
    responseBody: hasBody ? responseBody : null,
    error: watched.error,
  };
}

function headersOf({ head }: Watch, response: Watched): HeaderSource {
  return head === null ? response.getHeaders() : { ...response.getHeaders(), ...head };
}

function wasRead(request: IncomingMessage): boolean {
  return request.readableDidRead !== false;
}

/** Whether there may be a body whose size nobody announced; in HTTP/2 no header tells that there is one. */
function hasUnknownSize({ headers, httpVersionMajor }: IncomingMessage): boolean {
  return (
    headers['content-length'] === undefined &&
    (headers['transfer-encoding'] !== undefined || httpVersionMajor > 1)
  );
}

/** Bytes of the body that were received; what was announced where nobody waited for them, null where nobody knows. */
function requestSizeOf(request: IncomingMessage, copy: BodyCopy | null): number | null {
  const announced = request.headers['content-length'];
  if (announced !== undefined) return request.complete || copy === null ? Number(announced) : copy.size;
  if (!hasUnknownSize(request)) return 0;
  return copy !== null && request.complete ? copy.size : null;
}
