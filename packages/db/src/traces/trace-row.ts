import type { Trace } from '@apiscope/core/traces/schema';
import { Prisma } from '../client.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';

/** Columns of a trace. */
export const traceColumns = Prisma.raw(
  `id, trace_id AS "traceId", service, name, status_code AS "statusCode", has_root AS "hasRoot", timestamp, duration,
   span_count AS "spanCount", error_count AS "errorCount", has_error AS "hasError", services, created_at AS "createdAt",
   updated_at AS "updatedAt"`,
);

export type TraceRow = Omit<Trace, 'id' | 'timestamp' | 'created_at' | 'updated_at'> & {
  id: bigint;
  timestamp: Date;
  createdAt: Date;
  updatedAt: Date;
};

/** The wire form of a trace. */
export function toTrace({ id, timestamp, createdAt, updatedAt, ...row }: TraceRow): Trace {
  return {
    id: wireNumber(id),
    traceId: row.traceId,
    service: row.service,
    name: row.name,
    statusCode: row.statusCode,
    hasRoot: row.hasRoot,
    timestamp: wireTime(timestamp),
    duration: row.duration,
    spanCount: row.spanCount,
    errorCount: row.errorCount,
    hasError: row.hasError,
    services: row.services,
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}
