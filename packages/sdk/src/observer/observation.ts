import type { BodyCopy } from './copy-body.ts';

/** Header values by lower-case name, or the web's Headers. */
export type HeaderSource =
  | Readonly<Record<string, string | number | readonly string[] | undefined>>
  | Headers;

/** What is known of a request when it arrives. */
export type Arrival = {
  method: string;
  /** Path and query, as received. */
  url: string;
  headers: HeaderSource;
  /** Address at the other end of the socket; null where the runtime does not tell. */
  peerAddress: string | null;
  /** The framework's own object, for the hooks. */
  raw: unknown;
};

/** A request while it is served. */
export type Observation = Arrival & {
  /** Arrival: epoch ms, and on the monotonic clock. */
  readonly at: number;
  readonly startedAt: number;
  /** Whether it is kept also when it succeeds. */
  readonly isSampled: boolean;
  requestId: string | null;
  traceId: string | null;
  /** Procedures that were called in it; they are counted in its place. */
  calls: number;
  finishedCalls: RpcCall[] | null;
  hasEnded: boolean;
};

/** One call of a procedure inside a request. */
export type RpcCall = {
  procedure: string;
  type: 'query' | 'mutation' | 'subscription';
  at: number;
  statusCode: number;
  /** Milliseconds; null for a subscription. */
  duration: number | null;
  timeToFirstByte?: number;
  error?: { type: string; message?: string };
  /** Where the input failed its schema, dotted. */
  validationPaths?: string[];
};

/** What is known of a request when its answer has ended. */
export type Outcome = {
  /** Null when there was no answer. */
  status: number | null;
  /** Milliseconds from arrival to the end of the answer; null for event streams, which have no such end. */
  duration: number | null;
  timeToFirstByte?: number | undefined;
  /** The framework's template, normalised; null when no route matched; undefined when nothing is known of routes. */
  route: string | null | undefined;
  requestSize: number | null;
  responseSize: number | null;
  responseHeaders: HeaderSource;
  requestBody: BodyCopy | null;
  responseBody: BodyCopy | null;
  error?: { type: string; message?: string } | undefined;
};
