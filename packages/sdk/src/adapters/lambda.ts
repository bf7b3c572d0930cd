import { atMost } from '../at-most.ts';
import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import { askHost } from '../observer/ask-host.ts';
import { type BodyCopy, copyBytes, startCopy } from '../observer/copy-body.ts';
import { describeError } from '../observer/describe-error.ts';
import type { HeaderSource, Outcome } from '../observer/observation.ts';
import { toTemplate } from '../observer/to-template.ts';
import { type LambdaArrival, type LambdaEvent, readLambdaEvent } from './read-lambda-event.ts';

type Result = {
  statusCode?: number;
  headers?: Record<string, unknown>;
  /** Of a REST API or a load balancer, which know no `cookies`. */
  multiValueHeaders?: Record<string, unknown[]>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
};

export type LambdaOptions = {
  /** Longest that an answer waits for what was observed to be sent, ms: a function is frozen once it has answered. Default 500. */
  flushMs?: number;
  /** Template of an event (`/users/:id`), null for none. By default that of the API's route, else inferred from the path. */
  route?: (event: LambdaEvent) => string | null | undefined;
};

/**
 * Wraps the handler of a Lambda function behind a function URL, an HTTP API, a REST API or a load balancer. The one adapter that may hold an
 * answer back, by `flushMs` at most: afterwards there is nothing that runs.
 */
export function withApiscopeLambda<E extends object, Rest extends unknown[], R>(
  client: Apiscope,
  handler: (event: E, ...rest: Rest) => Promise<R>,
  { flushMs = 500, route }: LambdaOptions = {},
): (event: E, ...rest: Rest) => Promise<R> {
  return async (event, ...rest) => {
    const parts = partsOf(client);
    const arrival = readLambdaEvent(event);
    const observation = (arrival && parts?.observer.begin(arrival)) ?? null;
    if (parts === null || arrival === null || observation === null) return handler(event, ...rest);
    const { maxBodyBytes, bodies } = parts.settings;
    const end = async (status: number, result: Result, error?: unknown) => {
      try {
        const keep = bodies.size > 0 ? maxBodyBytes : 0;
        const duration = parts.clock.monotonic() - observation.startedAt;
        const own = askHost('route', () => route?.(event), parts.onError);
        const about = { status, duration, keep, route: routeOf({ status, arrival }, own) };
        parts.observer.end(observation, {
          ...outcomeOf(event, result, about),
          ...(error !== undefined && { error: describeError(error) }),
        });
      } catch (failure) {
        parts.onError(failure);
      }
      await atMost(flushMs, client.flush());
    };
    try {
      const result = await parts.within(observation, () => handler(event, ...rest));
      const answer: Result = isResult(result) ? result : { body: JSON.stringify(result) };
      await end(answer.statusCode ?? 200, answer);
      return result;
    } catch (error) {
      await end(502, {}, error);
      throw error;
    }
  };
}

function routeOf(
  { status, arrival }: { status: number; arrival: LambdaArrival },
  own: string | null | undefined,
): string | null | undefined {
  if (own !== undefined) return own === null ? null : toTemplate(own);
  return arrival.route ?? (status === 404 ? null : undefined);
}

function outcomeOf(
  event: LambdaEvent,
  result: Result,
  { keep, ...about }: Pick<Outcome, 'status' | 'duration' | 'route'> & { keep: number },
): Outcome {
  const requestBody = copyOf(event.body, event.isBase64Encoded, keep);
  const responseBody = copyOf(result.body, result.isBase64Encoded, keep);
  const { headers, multiValueHeaders, cookies } = result;
  return {
    ...about,
    requestSize: requestBody.size,
    responseSize: responseBody.size,
    responseHeaders: {
      ...(headers as HeaderSource),
      ...(multiValueHeaders as HeaderSource),
      ...(cookies && { 'set-cookie': cookies }),
    },
    requestBody: keep > 0 ? requestBody : null,
    responseBody: keep > 0 ? responseBody : null,
  };
}

function copyOf(body: string | null | undefined, isBase64 = false, keep = 0): BodyCopy {
  const copy = startCopy(keep);
  copy.wasRead = true;
  if (!body) return copy;
  const bytes = isBase64
    ? Uint8Array.from(atob(body), (char) => char.charCodeAt(0))
    : new TextEncoder().encode(body);
  copyBytes(copy, bytes);
  return copy;
}

function isResult(result: unknown): result is Result {
  return typeof result === 'object' && result !== null && typeof (result as Result).statusCode === 'number';
}
