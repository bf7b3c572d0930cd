import type { Tx } from '../client.ts';
import { millisBetween, type NewSpan, startOf } from './new-span.ts';
import { updateTraces } from './update-traces.ts';

/**
 * Stores spans and keeps up what is known of their traces. The caller wraps the transaction in `withPartitions`.
 * @returns those that were not there yet, in the order given.
 */
export async function insertSpans<T extends NewSpan>(tx: Tx, spans: readonly T[]): Promise<T[]> {
  if (spans.length === 0) return [];
  const rows = spans.map(({ startNano, endNano, statusCode: _, ...span }) => ({
    ...span,
    startNano: String(startNano),
    startTime: new Date(startOf({ startNano })).toISOString(),
    duration: millisBetween(startNano, endNano),
  }));
  // In the order of their keys, so that batches that share spans do not wait for each other in a circle.
  const added = await tx.$queryRaw<{ key: string }[]>`
    INSERT INTO spans (trace_id, span_id, parent_span_id, service, name, kind, start_time, start_nano, duration, status, status_message,
      attributes, events, links, scope, version, stage, instance)
    SELECT "traceId", "spanId", "parentSpanId", service, name, kind, "startTime", "startNano", duration, status, "statusMessage",
      attributes, events, links, scope, version, stage, instance
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS input (
      "traceId" text, "spanId" text, "parentSpanId" text, service text, name text, kind smallint, "startTime" timestamptz,
      "startNano" bigint, duration float8, status smallint, "statusMessage" text, attributes jsonb, events jsonb, links jsonb,
      scope text, version text, stage text, instance text)
    ORDER BY "traceId", "spanId", "startTime"
    ON CONFLICT (trace_id, span_id, start_time) DO NOTHING
    RETURNING trace_id || ' ' || span_id || ' ' || floor(extract(epoch FROM start_time) * 1000)::bigint AS key`;
  const keys = new Set(added.map(({ key }) => key));
  const isNew = spans.filter((span) => keys.delete(`${span.traceId} ${span.spanId} ${startOf(span)}`));
  await updateTraces(tx, isNew);
  return isNew;
}
