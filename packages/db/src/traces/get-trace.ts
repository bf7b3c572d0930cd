import { AppError } from '@apiscope/core/errors';
import type { Log } from '@apiscope/core/logs/schema';
import type { SnapshotListItem } from '@apiscope/core/replay/schema';
import { orderSpans } from '@apiscope/core/traces/order-spans';
import { traceLimits, type WholeTrace } from '@apiscope/core/traces/schema';
import type { DbOrTx } from '../client.ts';
import { type LogRow, logColumns, toLog } from '../logs/log-row.ts';
import { type SnapshotItemRow, snapshotItemColumns, toSnapshotItem } from '../replay/snapshot-row.ts';
import { type SpanRow, spanColumns, toPlacedSpan } from './span-row.ts';
import { type TraceRow, toTrace, traceColumns } from './trace-row.ts';

/** Bytes of attributes, events and links that are answered of a trace, and of messages and meta of its logs. */
const maxBytes = 8 * 1024 * 1024;

type Bounds = { startNano: bigint; endNano: bigint };

/** A trace with its spans in the order of their tree, its logs and its captured requests. @throws AppError NOT_FOUND */
export async function getTrace(db: DbOrTx, { traceId }: { traceId: string }): Promise<WholeTrace> {
  const id = traceId.toLowerCase();
  const [row] = await db.$queryRaw<(TraceRow & Bounds)[]>`
    SELECT ${traceColumns}, start_nano AS "startNano", end_nano AS "endNano" FROM traces
    WHERE trace_id = ${id} AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no trace ${id}`);
  const rows = await readSpans(db, id, row);
  const logs = await readLogs(db, id);
  const spans = rows.slice(0, traceLimits.spans).map((span) => toPlacedSpan(span, row.startNano));
  return {
    ...toTrace(row),
    spans: orderSpans(spans),
    spansAreCut: rows.length > traceLimits.spans,
    ...logs,
    snapshots: await readSnapshots(db, id),
  };
}

/** Attributes of the first spans, as far as there is room for them. */
function readSpans(db: DbOrTx, traceId: string, { startNano, endNano }: Bounds): Promise<SpanRow[]> {
  const [first, last] = [startNano, endNano].map((nano) => new Date(Number(nano / 1_000_000n)));
  return db.$queryRaw<SpanRow[]>`
    SELECT ${spanColumns(maxBytes)} FROM (
      SELECT *, sum(octet_length(attributes::text) + octet_length(events::text) + octet_length(links::text))
        OVER (ORDER BY start_nano, id) AS bytes
      FROM spans WHERE trace_id = ${traceId} AND start_time BETWEEN ${first} AND ${last} AND deleted_at IS NULL
    ) AS weighed ORDER BY start_nano, id LIMIT ${traceLimits.spans + 1}`;
}

async function readLogs(db: DbOrTx, traceId: string): Promise<{ logs: Log[]; logsAreCut: boolean }> {
  const rows = await db.$queryRaw<(LogRow & { bytes: bigint })[]>`
    SELECT ${logColumns}, sum(octet_length(message) + coalesce(octet_length(meta::text), 0)) OVER (ORDER BY created_at, id)::bigint AS bytes
    FROM logs WHERE trace_id = ${traceId} AND deleted_at IS NULL
    ORDER BY logs.created_at, id LIMIT ${traceLimits.logs + 1}`;
  const kept = rows
    .slice(0, traceLimits.logs)
    .filter(({ bytes }, place) => place === 0 || Number(bytes) <= maxBytes);
  return { logs: kept.map(({ bytes: _, ...row }) => toLog(row)), logsAreCut: kept.length < rows.length };
}

async function readSnapshots(db: DbOrTx, traceId: string): Promise<SnapshotListItem[]> {
  const rows = await db.$queryRaw<SnapshotItemRow[]>`
    SELECT ${snapshotItemColumns} FROM request_snapshots WHERE trace_id = ${traceId} AND deleted_at IS NULL
    ORDER BY timestamp, id LIMIT ${traceLimits.snapshots}`;
  return rows.map(toSnapshotItem);
}
