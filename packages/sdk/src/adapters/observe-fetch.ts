import { type BodyTap, tapBody } from '@apiscope/core/replay/tap-body';
import type { Apiscope } from '../client.ts';
import { type Parts, partsOf } from '../client-parts.ts';
import type { BodyCopy } from '../observer/copy-body.ts';
import { describeError } from '../observer/describe-error.ts';
import type { Observation, Outcome } from '../observer/observation.ts';

/** A request of the web's kind while it is served. */
export type FetchWatch = {
  observation: Observation;
  /** The request to serve: the one that came, or one alike whose body is copied as it is read. */
  request: Request;
  /** Tells of the answer; the one to send: with the same status, headers and bytes. */
  answer(response: Response): Response;
  /** Tells of the error that made the framework answer as it does. */
  note(error: unknown): void;
  /** Tells that the handler threw, which the runtime answers with 500. */
  fail(error: unknown): void;
  /** Resolves when the answer has ended. */
  ended: Promise<void>;
};

export type FetchHost = {
  raw: unknown;
  peerAddress: string | null;
  route(status: number): string | null | undefined;
};

/** What is told by a wrapper around a framework, by the request that the framework is handed. */
const watched = new WeakMap<Request, { host: FetchHost; watch: FetchWatch }>();

/**
 * Watches a request that a function answers with a Response. Watched already, by a wrapper around the framework, it is told of the framework
 * that knows more. Null when the request is not to be observed; never throws.
 */
export function observeFetch(client: Apiscope, request: Request, host: FetchHost): FetchWatch | null {
  const parts = partsOf(client);
  if (parts === null) return null;
  try {
    const outer = watched.get(request);
    if (outer !== undefined) return within(outer, host);
    const { url } = request;
    const path = url.indexOf('/', 'http://'.length + 1);
    const observation = parts.observer.begin({
      method: request.method,
      url: path === -1 ? '/' : url.slice(path),
      headers: request.headers,
      peerAddress: host.peerAddress,
      raw: host.raw,
    });
    if (observation === null) return null;
    const known = { ...host };
    const own = watch(parts, observation, request, known);
    watched.set(own.request, { host: known, watch: own });
    return own;
  } catch (error) {
    parts.onError(error);
    return null;
  }
}

/** The watch of a framework inside a watched wrapper, which sees the answer for both. */
function within({ host, watch }: { host: FetchHost; watch: FetchWatch }, inner: FetchHost): FetchWatch {
  host.route = inner.route;
  watch.observation.raw = inner.raw;
  return { ...watch, answer: (response) => response, fail: watch.note };
}

function watch(parts: Parts, observation: Observation, request: Request, host: FetchHost): FetchWatch {
  const { settings, observer, clock } = parts;
  const keep = settings.bodies.size > 0 ? settings.maxBodyBytes : 0;
  const asked = keep > 0 ? tapRequest(request, keep) : null;
  let resolveEnded = () => {};
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });

  let noted: Outcome['error'];
  const end = (status: number, about: Partial<Outcome>) => {
    try {
      observer.end(observation, {
        status,
        duration: clock.monotonic() - observation.startedAt,
        route: host.route(status),
        requestSize: requestSizeOf(request, asked?.tap),
        responseSize: 0,
        responseHeaders: {},
        requestBody: toCopy(asked?.tap, keep),
        responseBody: null,
        error: noted,
        ...about,
      });
    } catch (error) {
      parts.onError(error);
    }
    resolveEnded();
  };

  return {
    observation,
    request: asked?.request ?? request,
    ended,
    note(error) {
      noted = describeError(error);
    },
    fail: (error) => end(500, { error: describeError(error) }),
    answer(response) {
      try {
        return tapResponse(response, { request, observation, clock, keep, end });
      } catch (error) {
        parts.onError(error);
        return response;
      }
    },
  };
}

type Tapping = Pick<Parts, 'clock'> & {
  request: Request;
  observation: Observation;
  keep: number;
  end(status: number, about: Partial<Outcome>): void;
};

function tapResponse(response: Response, { request, observation, clock, keep, end }: Tapping): Response {
  const { status, headers, body } = response;
  const isUpgrade = status === 101 || (response as { webSocket?: unknown }).webSocket != null;
  if (body === null || isUpgrade || request.method === 'HEAD') {
    end(status, { responseHeaders: headers, responseSize: isUpgrade ? null : 0 });
    return response;
  }
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
  const firstByteAt = clock.monotonic();
  const tap = tapBody(body, {
    keep,
    onEnd(how) {
      const seen: Partial<Outcome> = {
        responseHeaders: headers,
        responseSize: tap.size(),
        responseBody: toCopy(tap, keep),
      };
      if (isStream)
        end(status, { ...seen, duration: null, timeToFirstByte: firstByteAt - observation.startedAt });
      else end(how === 'complete' ? status : how === 'cancelled' ? clientClosedRequest : 500, seen);
    },
  });
  return new Response(tap.stream, response);
}

/** Status of a request whose client went away before it had its answer. */
const clientClosedRequest = 499;

/** Puts a tap between a request's body and its reader. */
function tapRequest(request: Request, keep: number): { request: Request; tap: BodyTap } | null {
  if (request.body === null) return null;
  const tap = tapBody(request.body, { keep });
  // `duplex` is demanded by fetch for a body that streams, and unknown to the DOM's types.
  const init: RequestInit & { duplex: 'half' } = { body: tap.stream, duplex: 'half' };
  return { request: new Request(request, init), tap };
}

function toCopy(tap: BodyTap | undefined, limit: number): BodyCopy | null {
  if (tap === undefined || limit === 0) return null;
  const kept = tap.kept();
  return { kept: [kept], limit, keptSize: kept.length, size: tap.size(), wasRead: tap.wasRead() };
}

/** Bytes of the body that were read, or announced; null where nobody knows. */
function requestSizeOf(request: Request, tap: BodyTap | undefined): number | null {
  if (tap?.end() === 'complete') return tap.size();
  const announced = request.headers.get('content-length');
  if (announced !== null) return Number(announced);
  return request.body === null ? 0 : null;
}
