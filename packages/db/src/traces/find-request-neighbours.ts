import type { Tx } from '../client.ts';
import { type NewSpan, startOf } from './new-span.ts';

/** A span with what tells whose it is. */
export type SpanPlace = Pick<NewSpan, 'traceId' | 'spanId' | 'parentSpanId' | 'service' | 'instance'>;
export type Neighbour = SpanPlace & {
  /** Whether it has one of the attributes asked for. */
  isMarked: boolean;
};

/** A span takes a day at most, so its parent began within a day before it, and its children within a day after. */
const maxSpan = 86_400_000;

type Attributes = {
  /** A span without any of these tells of no request. */
  any: readonly string[];
  mark: readonly string[];
};

/** The stored SERVER spans with some attributes that are right above or right below given ones, those given among them. */
export async function findRequestNeighbours(
  tx: Tx,
  spans: readonly (SpanPlace & { startNano: bigint })[],
  { any, mark }: Attributes,
): Promise<Neighbour[]> {
  if (spans.length === 0) return [];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const span of spans) {
    first = Math.min(first, startOf(span));
    last = Math.max(last, startOf(span));
  }
  const places = JSON.stringify(
    spans.map(({ traceId, spanId, parentSpanId }) => ({ traceId, spanId, parentSpanId })),
  );
  const traceIds = [...new Set(spans.map(({ traceId }) => traceId))];
  return tx.$queryRaw<Neighbour[]>`
    WITH given AS (
      SELECT * FROM json_to_recordset(${places}::json) AS place ("traceId" text, "spanId" text, "parentSpanId" text)
    )
    SELECT trace_id AS "traceId", span_id AS "spanId", parent_span_id AS "parentSpanId", service, instance,
      attributes ?| ${[...mark]}::text[] AS "isMarked"
    FROM spans
    WHERE trace_id = ANY(${traceIds}::text[]) AND start_time BETWEEN ${new Date(first - maxSpan)} AND ${new Date(last + maxSpan)}
      AND kind = 2 AND attributes ?| ${[...any]}::text[]
      AND ((trace_id, span_id) IN (SELECT "traceId", "parentSpanId" FROM given)
        OR (trace_id, parent_span_id) IN (SELECT "traceId", "spanId" FROM given))`;
}
