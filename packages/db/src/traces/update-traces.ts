import { Prisma, type Tx } from '../client.ts';
import { millisBetween, type NewSpan } from './new-span.ts';

/** Services of a trace that are remembered. */
const maxServices = 50;

/** Whether the spans that are added name the trace from now on. */
const leads = Prisma.sql`((excluded.has_root AND NOT stored.has_root)
  OR (excluded.has_root = stored.has_root AND excluded.start_nano < stored.start_nano))`;

type Part = {
  traceId: string;
  first: NewSpan;
  hasRoot: boolean;
  startNano: bigint;
  endNano: bigint;
  spanCount: number;
  errorCount: number;
  services: Set<string>;
};

/**
 * Adds spans that are new to what is known of their traces. A trace is named after its root span; until that is there, after the span that
 * began first.
 */
export async function updateTraces(tx: Tx, spans: readonly NewSpan[]): Promise<void> {
  if (spans.length === 0) return;
  const parts = new Map<string, Part>();
  for (const span of spans) addSpan(parts, span);
  const rows = [...parts.values()].map((part) => ({
    trace_id: part.traceId,
    service: part.first.service,
    name: part.first.name,
    status_code: part.first.statusCode,
    has_root: part.hasRoot,
    timestamp: new Date(Number(part.startNano / 1_000_000n)).toISOString(),
    start_nano: String(part.startNano),
    end_nano: String(part.endNano),
    duration: millisBetween(part.startNano, part.endNano),
    span_count: part.spanCount,
    error_count: part.errorCount,
    services: [...part.services].slice(0, maxServices),
  }));
  await tx.$executeRaw`
    INSERT INTO traces AS stored (trace_id, service, name, status_code, has_root, timestamp, start_nano, end_nano, duration, span_count,
       error_count, has_error, services)
     SELECT trace_id, service, name, status_code, has_root, timestamp, start_nano, end_nano, duration, span_count, error_count,
       error_count > 0, services
     FROM json_to_recordset(${JSON.stringify(rows)}::json) AS input (trace_id text, service text, name text, status_code int, has_root boolean,
       timestamp timestamptz, start_nano bigint, end_nano bigint, duration float8, span_count int, error_count int, services text[])
     ORDER BY trace_id
     ON CONFLICT (trace_id) DO UPDATE SET
       service = CASE WHEN ${leads} THEN excluded.service ELSE stored.service END,
       name = CASE WHEN ${leads} THEN excluded.name ELSE stored.name END,
       status_code = CASE WHEN ${leads} THEN excluded.status_code ELSE stored.status_code END,
       has_root = stored.has_root OR excluded.has_root,
       timestamp = least(stored.timestamp, excluded.timestamp),
       start_nano = least(stored.start_nano, excluded.start_nano),
       end_nano = greatest(stored.end_nano, excluded.end_nano),
       duration = (greatest(stored.end_nano, excluded.end_nano) - least(stored.start_nano, excluded.start_nano)) / 1e6::float8,
       span_count = stored.span_count + excluded.span_count,
       error_count = stored.error_count + excluded.error_count,
       has_error = stored.has_error OR excluded.has_error,
       services = ARRAY(SELECT DISTINCT name FROM unnest(stored.services || excluded.services) AS name ORDER BY name LIMIT ${maxServices}),
       updated_at = now()`;
}

function addSpan(parts: Map<string, Part>, span: NewSpan): void {
  const isRoot = span.parentSpanId === null;
  const part = parts.get(span.traceId);
  if (!part) {
    const { traceId, startNano, endNano } = span;
    const counts = { spanCount: 1, errorCount: span.status === 2 ? 1 : 0, services: new Set([span.service]) };
    parts.set(traceId, { traceId, first: span, hasRoot: isRoot, startNano, endNano, ...counts });
    return;
  }
  const leads =
    (isRoot && !part.hasRoot) || (isRoot === part.hasRoot && span.startNano < part.first.startNano);
  if (leads) part.first = span;
  part.hasRoot ||= isRoot;
  if (span.startNano < part.startNano) part.startNano = span.startNano;
  if (span.endNano > part.endNano) part.endNano = span.endNano;
  part.spanCount += 1;
  if (span.status === 2) part.errorCount += 1;
  part.services.add(span.service);
}
