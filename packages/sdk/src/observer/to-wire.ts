import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { readRequestId, readTraceId } from '@apiscope/core/request-id';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { Settings } from '../read-options.ts';
import { createHooks } from './ask-hooks.ts';
import type { Observation, Outcome, RpcCall } from './observation.ts';
import { createAddressReader } from './read-address.ts';
import { createContents } from './read-contents.ts';
import { readHeader } from './read-headers.ts';
import { rememberHarmless } from './remember-harmless.ts';
import { splitUrl } from './split-url.ts';
import { unmatched } from './to-template.ts';

/** Bounds of the wire. */
const limits = { path: 8_000, route: 2_000, longest: 86_400_000 } as const;

/** How a finished request is made ready to be sent. */
export type ToWire = (
  observation: Observation,
  outcome: Outcome,
  how: { weightOf: (status: number | null) => number; isWhole: boolean },
) => ObservedRequest[];

/** Makes the records of a finished request: one, or one a procedure that was called in it. Everything in them is redacted. */
export function createToWire(
  settings: Settings,
  redactor: Redactor,
  onHookError: (error: unknown) => void,
): ToWire {
  const askHooks = createHooks(settings, { redact: rememberHarmless(redactor.text), onError: onHookError });
  const addContents = createContents(settings, redactor);
  const readAddress = createAddressReader(settings);
  const redactPath = rememberHarmless(redactor.url);
  const timestamp = createTimestamps();
  const text = (value: string, most: number) => redactor.text(value).slice(0, most);

  // Built by assignment: spreading a dozen small objects costs more than all the rest.
  const read = (observation: Observation, outcome: Outcome, isWhole: boolean): ObservedRequest => {
    const { headers } = observation;
    const route = readRoute(outcome.route);
    const record: ObservedRequest = {
      timestamp: timestamp(observation.at),
      method: observation.method.slice(0, 20) || 'OTHER',
      path: '/',
      statusCode: outcome.status === null ? null : Math.min(599, Math.max(100, outcome.status)),
      duration: boundedMs(outcome.duration),
      requestSize: outcome.requestSize,
      responseSize: outcome.responseSize,
    };
    if (route !== undefined) record.route = route;
    if (outcome.timeToFirstByte !== undefined) record.timeToFirstByte = boundedMs(outcome.timeToFirstByte);
    const ip = readAddress(headers, observation.peerAddress);
    if (ip !== null) record.ip = ip;
    const requestId = observation.requestId ?? readRequestId(readHeader(headers, 'x-request-id'));
    if (requestId !== null) record.requestId = requestId;
    const traceId = observation.traceId ?? readTraceId(readHeader(headers, 'traceparent'));
    if (traceId !== null) record.traceId = traceId;
    if (askHooks !== null) Object.assign(record, askHooks(observation));
    if (outcome.error) record.error = readError(outcome.error, text);
    if (isWhole) addContents(record, observation, outcome);
    else {
      // Only what makes the endpoint is told: the template, or the path that one is inferred from.
      record.snapshot = false;
      record.path = route ?? redactPath(splitUrl(observation.url).path).slice(0, limits.path);
    }
    return record;
  };

  return (observation, outcome, { weightOf, isWhole }) => {
    const record = read(observation, outcome, isWhole);
    const calls = observation.finishedCalls;
    if (calls !== null)
      return calls.map((call) => ofCall(record, call, { isOnly: calls.length === 1, weightOf, text }));
    const weight = weightOf(outcome.status);
    if (weight !== 1) record.weight = weight;
    return [record];
  };
}

type CallContext = {
  isOnly: boolean;
  weightOf: (status: number | null) => number;
  text: (value: string, most: number) => string;
};

/** The record of a call: the request's, with what is the call's own. What many calls share is nobody's size and body. */
function ofCall(
  record: ObservedRequest,
  call: RpcCall,
  { isOnly, weightOf, text }: CallContext,
): ObservedRequest {
  const { body, bodyInfo, responseBody, responseBodyInfo, error, timeToFirstByte, ...rest } = record;
  const ownWeight = weightOf(call.statusCode);
  return {
    ...rest,
    ...(ownWeight !== 1 && { weight: ownWeight }),
    ...(isOnly && { body, bodyInfo, responseBody, responseBodyInfo }),
    timestamp: printTimestamp(call.at),
    route: text(`/trpc/${call.procedure}`, limits.route),
    statusCode: call.statusCode,
    duration: boundedMs(call.duration),
    ...(call.timeToFirstByte !== undefined && { timeToFirstByte: boundedMs(call.timeToFirstByte)! }),
    requestSize: isOnly ? (rest.requestSize ?? null) : null,
    responseSize: isOnly ? (rest.responseSize ?? null) : null,
    rpc: { system: 'trpc', procedure: text(call.procedure, 200), type: call.type },
    ...(call.validationPaths && {
      validationPaths: call.validationPaths.slice(0, 50).map((path) => text(path, 200)),
    }),
    ...(call.error && { error: readError(call.error, text) }),
  } as ObservedRequest;
}

function readError(
  { type, message }: { type: string; message?: string },
  text: (value: string, most: number) => string,
): { type: string; message?: string } {
  return {
    type: text(type, 200) || 'Error',
    ...(message !== undefined && { message: text(message, 2_000) }),
  };
}

function readRoute(route: string | null | undefined): string | undefined {
  if (route === null) return unmatched;
  return route?.slice(0, limits.route);
}

function boundedMs(ms: number | null): number | null {
  if (ms === null) return null;
  return Math.min(limits.longest, Math.max(0, Math.round(ms * 1_000) / 1_000));
}

/** Many requests arrive in the same millisecond. */
function createTimestamps(): (at: number) => string {
  let last = Number.NaN;
  let printed = '';
  return (at) => {
    if (at !== last) {
      last = at;
      printed = printTimestamp(at);
    }
    return printed;
  };
}
