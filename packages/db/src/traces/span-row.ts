import { type Span, spanKinds, spanStatuses } from '@apiscope/core/traces/schema';
import { Prisma } from '../client.ts';
import { wireTime } from '../sql/wire.ts';
import { millisBetween } from './new-span.ts';

/** Columns of a span; what its sender may fill is null where `bytes` of the row goes beyond the limit. */
export function spanColumns(maxBytes: number): Prisma.Sql {
  const within = (column: string) =>
    Prisma.sql`CASE WHEN bytes <= ${maxBytes} THEN ${Prisma.raw(column)} END AS ${Prisma.raw(column)}`;
  return Prisma.sql`span_id AS "spanId", parent_span_id AS "parentSpanId", service, name, kind, start_time AS "startTime",
    start_nano AS "startNano", duration, status, status_message AS "statusMessage", scope, version, stage, instance,
    ${within('attributes')}, ${within('events')}, ${within('links')}`;
}

export type SpanRow = Omit<Span, 'depth' | 'isOrphan' | 'kind' | 'status' | 'timestamp' | 'offset'> & {
  kind: number;
  status: number;
  startTime: Date;
  startNano: bigint;
};

/** The wire form of a span but for its place in the tree. @param traceStart nanoseconds since the UTC epoch */
export function toPlacedSpan(
  { startTime, startNano, kind, status, ...row }: SpanRow,
  traceStart: bigint,
): Omit<Span, 'depth' | 'isOrphan'> {
  return {
    ...row,
    kind: spanKinds[kind] ?? 'unspecified',
    status: spanStatuses[status] ?? 'unset',
    timestamp: wireTime(startTime),
    offset: millisBetween(traceStart, startNano),
  };
}
