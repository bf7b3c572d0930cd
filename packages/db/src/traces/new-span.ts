import type { SpanEvent, SpanLink } from '@apiscope/core/traces/schema';

/** A span that is redacted and free of what PostgreSQL can't store. */
export type NewSpan = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  service: string;
  name: string;
  /** 0 to 5, in the order of `spanKinds`. */
  kind: number;
  /** Nanoseconds since the UTC epoch. */
  startNano: bigint;
  endNano: bigint;
  /** 0 unset, 1 ok, 2 error. */
  status: number;
  statusMessage: string | null;
  /** HTTP status of a server's span. */
  statusCode: number | null;
  attributes: Record<string, unknown>;
  events: SpanEvent[];
  links: SpanLink[];
  scope: string | null;
  version: string | null;
  stage: string | null;
  instance: string | null;
};

/** Milliseconds between two moments in nanoseconds. */
export const millisBetween = (from: bigint, to: bigint): number => Number(to - from) / 1e6;

/** The millisecond in which a span began, since the UTC epoch. */
export const startOf = ({ startNano }: Pick<NewSpan, 'startNano'>): number => Number(startNano / 1_000_000n);
