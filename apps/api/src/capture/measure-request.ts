import { normaliseMethod } from '@apiscope/core/metrics/route-template';
import { tapBody } from '@apiscope/core/replay/tap-body';
import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from '../http/app-env.ts';
import type { Observation, Outcome } from './observation.ts';

/** Status of a request whose client went away before it had its answer; the number that nginx made known. */
const clientClosedRequest = 499;

/**
 * Second of the capturing middlewares: counts and times. The clock runs until the last byte of the answer has been taken by
 * the server, or until the client goes away; both bodies pass through taps that count them.
 */
export function measureRequest({ clock, batchers }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = clock.monotonic();
    const observation: Observation = {
      at: clock.now(),
      geo: c.var.geo,
      keep: 0,
      request: null,
      response: null,
      onEnd: [],
    };
    observation.onEnd.push(({ endpoint, status, duration, requestSize, responseSize }) => {
      const { at, geo } = observation;
      batchers.samples.add({
        at,
        endpoint,
        status,
        duration,
        requestSize,
        responseSize,
        country: geo.country,
      });
    });
    c.set('observation', observation);
    await next();
    try {
      awaitEnd(c, observation, () => clock.monotonic() - startedAt);
    } catch (error) {
      c.var.log.warn({ err: error }, 'a request could not be measured');
    }
  };
}

/** Taps the answer and tells the observers when it has ended, once. */
function awaitEnd(c: AppContext, observation: Observation, elapsed: () => number): void {
  const { signal } = c.req.raw;
  const isStream = (c.res.headers.get('content-type') ?? '').startsWith('text/event-stream');
  let ended = false;

  const end = (completed: boolean) => {
    if (ended) return;
    ended = true;
    signal.removeEventListener('abort', onAbort);
    const outcome: Outcome = {
      status: completed || isStream ? c.res.status : clientClosedRequest,
      duration: isStream ? null : elapsed(),
      requestSize: requestSizeOf(c, observation),
      responseSize: observation.response?.size() ?? 0,
      endpoint: c.var.route === undefined ? 'unmatched' : `${normaliseMethod(c.req.method)} ${c.var.route}`,
    };
    for (const observe of observation.onEnd) {
      try {
        observe(outcome);
      } catch (error) {
        c.var.log.warn({ err: error }, 'a request could not be captured');
      }
    }
  };
  const onAbort = () => end(false);

  // Hono answers HEAD by the handler of GET and throws its body away unread.
  if (signal.aborted || c.res.body === null || c.req.method === 'HEAD') {
    end(!signal.aborted);
    return;
  }
  signal.addEventListener('abort', onAbort, { once: true });
  const tap = tapBody(c.res.body, { keep: observation.keep, onEnd: (how) => end(how === 'complete') });
  observation.response = tap;
  c.res = new Response(tap.stream, c.res);
}

/** Bytes received; what was announced where nobody read them. */
function requestSizeOf(c: AppContext, { request }: Observation): number | null {
  if (request?.end() === 'complete') return request.size();
  const announced = c.req.header('content-length');
  if (announced !== undefined) return Number(announced);
  return c.req.header('transfer-encoding') === undefined ? (request?.size() ?? 0) : null;
}
