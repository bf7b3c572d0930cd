import { fingerprint } from '../logs/fingerprint.ts';
import { maskMessage } from '../logs/mask.ts';
import { readBody } from './read-body.ts';
import type { BodyInfo } from './schema.ts';

/** A request that was answered with status 400 or above, or not at all. */
export type FailedRequest = {
  service: string;
  endpoint: string;
  statusCode: number | null;
  /** The text that is stored of the answer. */
  responseBody: string | null;
  responseBodyInfo: BodyInfo | null;
};

export type Failure = {
  /** What the answer says went wrong; null when it says nothing that is understood. */
  message: string | null;
  /** The same for every failure of the endpoint with this status whose message differs in variables only. */
  key: string;
};

/** Characters of a message that are looked at. */
const maxMessage = 2_000;

/** Whether a request failed: status 400 and above, or no answer. */
export function hasFailed(statusCode: number | null): boolean {
  return statusCode === null || statusCode >= 400;
}

/** What a failed request has in common with others; null for one that did not fail. */
export function failureOf(request: FailedRequest): Failure | null {
  const { service, endpoint, statusCode } = request;
  if (!hasFailed(statusCode)) return null;
  const message = messageOf(request)?.slice(0, maxMessage) ?? null;
  const pattern = message === null ? '' : maskMessage(message).pattern;
  return { message, key: fingerprint([service, endpoint, statusCode ?? '', pattern].join('\n')) };
}

/** Of JSON the first text of `error.message`, `message`, `error`, `title` and `detail`; of plain text its first line. */
function messageOf({ responseBody, responseBodyInfo }: FailedRequest): string | null {
  const body = readBody(responseBody, responseBodyInfo);
  if (typeof body === 'string')
    return /^text\/plain\b/i.test(responseBodyInfo?.contentType ?? '')
      ? textOf(body.split('\n', 1)[0])
      : null;
  const error = memberOf(body, 'error');
  return (
    textOf(memberOf(error, 'message')) ??
    textOf(memberOf(body, 'message')) ??
    textOf(error) ??
    textOf(memberOf(body, 'title')) ??
    textOf(memberOf(body, 'detail'))
  );
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
