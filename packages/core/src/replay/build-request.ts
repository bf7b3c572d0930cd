import type { ErrorCode } from '../errors.ts';
import { redacted } from '../redact/rules.ts';
import { dropHeaders } from './drop-headers.ts';
import { headerIssue } from './header-issue.ts';
import { isSafeMethod, refuseEndpoint, refuseMethod, refusePath } from './policy.ts';
import { printRequestTarget } from './print-request-target.ts';
import type { ReplayOverrides } from './run-schema.ts';
import type { HeaderMap, QueryMap, WholeSnapshot } from './schema.ts';
import type { TargetLock } from './target-schema.ts';

/** Marks a request as a replay, so that whoever captures it can tell; its value is the id of the attempt. */
export const replayMarker = 'x-apiscope-replay';

/** Where a captured request is to be sent. */
export type ReplayDestination = {
  /** Scheme, host and the path that goes before the captured one. */
  baseUrl: string;
  /** Headers of the target, by lower-case name. */
  headers: Readonly<Record<string, string>>;
  lock: TargetLock;
  /** Id of this attempt: value of the marker and of `Idempotency-Key`. */
  key: string;
};

export type OutgoingRequest = { method: string; url: string; headers: HeaderMap; body: string | null };

/** What would be sent; `needsValue` names what was redacted and is left out, `idempotencyKey` is null for methods that change nothing. */
export type BuiltRequest = {
  request: OutgoingRequest;
  needsValue: string[];
  needsConfirm: boolean;
  idempotencyKey: string | null;
};

/** Why nothing is sent, with the parameter of the overrides that could change that. */
export type RefusedRequest = {
  refused: string;
  code: Extract<ErrorCode, 'BAD_REQUEST' | 'FORBIDDEN'>;
  parameter: 'headers' | 'query' | 'body' | 'confirm' | null;
  needsValue: string[];
};

/**
 * Makes of a captured request and what an operator changes of it the request that is sent, or says why none is. The host is the
 * destination's, never the captured one's. Method, path, repeated query keys, content type and body stay as they were; secrets, and what was
 * true of the captured connection alone, do not. Pure.
 */
export function buildRequest(
  snapshot: WholeSnapshot,
  overrides: ReplayOverrides,
  destination: ReplayDestination,
): BuiltRequest | RefusedRequest {
  const method = snapshot.method.toUpperCase();
  const query = chooseQuery(snapshot, overrides);
  const headers = chooseHeaders(snapshot, overrides, destination);
  const body = chooseBody(snapshot, overrides);
  const needsValue = [...headers.needed, ...query.needed, ...body.needed];
  const refuse = (
    refused: string,
    { code = 'BAD_REQUEST', parameter = null }: Partial<Pick<RefusedRequest, 'code' | 'parameter'>> = {},
  ): RefusedRequest => ({ refused, code, parameter, needsValue });

  const forbidden =
    refuseMethod(method, destination.lock) ??
    refusePath(snapshot.path) ??
    refuseEndpoint({ method, path: snapshot.path });
  if (forbidden !== null) return refuse(forbidden, { code: 'FORBIDDEN' });
  if (snapshot.path.includes(redacted))
    return refuse('its path holds a secret that was redacted', { code: 'FORBIDDEN' });
  const url = joinUrl(destination.baseUrl, printRequestTarget(snapshot.path, query.values));
  if (url === null)
    return refuse('its path would lead away from the base URL of the target', { code: 'FORBIDDEN' });
  const { pathname } = new URL(url);
  const blocked = refuseEndpoint({ method, path: pathname });
  if (blocked !== null) return refuse(blocked, { code: 'FORBIDDEN' });

  if (headers.problem !== null) return refuse(headers.problem, { parameter: 'headers' });
  if (query.problem !== null) return refuse(query.problem, { parameter: 'query' });
  if (body.problem !== null) return refuse(body.problem, { parameter: 'body' });
  const needsConfirm =
    !isSafeMethod(headers.values['x-http-method-override']?.toString() ?? method) || !isSafeMethod(method);
  if (needsConfirm && overrides.confirm !== true)
    return refuse(`${method} may change something: send it with confirm: true`, { parameter: 'confirm' });

  const { key } = destination;
  const sent: HeaderMap = { ...headers.values, [replayMarker]: key };
  sent['user-agent'] ??= 'apiscope-replay';
  if (body.contentType !== null) sent['content-type'] ??= body.contentType;
  if (body.text === null) delete sent['content-type'];
  if (needsConfirm) sent['idempotency-key'] ??= key;
  const idempotencyKey = needsConfirm ? [sent['idempotency-key'] ?? key].flat()[0]! : null;
  return {
    request: { method, url, headers: sent, body: body.text },
    needsValue,
    needsConfirm,
    idempotencyKey,
  };
}

type Choice<T> = { values: T; needed: string[]; problem: string | null };

function chooseQuery({ query }: WholeSnapshot, overrides: ReplayOverrides): Choice<QueryMap> {
  if (overrides.query) {
    const left = Object.entries(overrides.query).find(([, values]) => holdsRedacted(values));
    return {
      values: overrides.query,
      needed: [],
      problem: left ? `query.${left[0]} still holds ${redacted}` : null,
    };
  }
  const kept = Object.entries(query).filter(([, values]) => !holdsRedacted(values));
  const needed = Object.keys(query).filter((name) => holdsRedacted(query[name]!));
  return { values: Object.fromEntries(kept), needed: needed.map((name) => `query.${name}`), problem: null };
}

function chooseHeaders(
  snapshot: WholeSnapshot,
  overrides: ReplayOverrides,
  destination: ReplayDestination,
): Choice<HeaderMap> {
  const { kept, redactedNames } = dropHeaders(snapshot.headers);
  const values: HeaderMap = { ...kept, ...destination.headers };
  let problem: string | null = null;
  const settled = new Set(Object.keys(destination.headers));
  for (const [given, value] of Object.entries(overrides.headers ?? {})) {
    const name = given.toLowerCase();
    settled.add(name);
    const issue = value?.includes(redacted) ? `still holds ${redacted}` : headerIssue(name, value ?? '');
    if (issue !== null) problem ??= `headers.${given} ${issue}`;
    if (value === null) delete values[name];
    else values[name] = value;
  }
  for (const [name, value] of Object.entries(values)) {
    const issue = [value]
      .flat()
      .map((one) => headerIssue(name, one))
      .find((each) => each !== null);
    if (issue) problem ??= `headers.${name} ${issue}; set it, or take it away with null`;
  }
  const needed = redactedNames.filter((name) => !settled.has(name)).map((name) => `headers.${name}`);
  return { values, needed, problem };
}

type Body = { text: string | null; contentType: string | null; needed: string[]; problem: string | null };

function chooseBody(snapshot: WholeSnapshot, { body: override }: ReplayOverrides): Body {
  const whole = { contentType: snapshot.bodyInfo?.contentType ?? null, needed: [], problem: null };
  if (override !== undefined) {
    const text = override === null || typeof override === 'string' ? override : JSON.stringify(override);
    const problem = text?.includes(redacted) ? `body still holds ${redacted}` : null;
    const contentType =
      whole.contentType ?? (typeof override === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
    return { ...whole, text, contentType, problem };
  }
  const { body: text, bodyInfo: info, method, redactedPaths } = snapshot;
  if (/^(?:GET|HEAD)$/i.test(method) && text === null) return { ...whole, text };
  const needed = redactedPaths.filter((path) => path === 'body' || path.startsWith('body.'));
  if (needed.length === 0 && text?.includes(redacted)) needed.push('body');
  const problem = info?.omitted
    ? `its body was not stored (${info.omitted}): give one as body`
    : info?.truncated
      ? 'only the beginning of its body was stored: give the whole as body'
      : needed.length > 0
        ? `its body holds redacted values (${needed.slice(0, 5).join(', ')}): give one as body`
        : null;
  return { ...whole, text, needed, problem };
}

function holdsRedacted(values: string | string[]): boolean {
  return [values].flat().some((value) => value.includes(redacted));
}

/** The base URL with a request target behind it; null where a parser of URLs makes something else of it than that. */
function joinUrl(baseUrl: string, requestTarget: string): string | null {
  const base = baseUrl.replace(/\/+$/, '');
  const joined = base + requestTarget;
  if (!URL.canParse(joined)) return null;
  const [url, from] = [new URL(joined), new URL(base)];
  const path = from.pathname.replace(/\/+$/, '') + requestTarget.replace(/\?.*$/s, '');
  const isSame =
    url.origin === from.origin && url.username === '' && url.password === '' && url.pathname === path;
  return isSame && url.hash === '' ? url.href : null;
}
