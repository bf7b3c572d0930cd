import type { Trace } from '@apiscope/core/traces/schema';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { columnsOf } from '../ui/table-columns.ts';

const column = columnsOf<Trace>();

/** The columns of the list of traces. */
export const traceColumns = column.columns([
  column.accessor('timestamp', {
    header: 'When',
    cell: ({ getValue }) => (
      <span className="font-mono text-xs text-muted">
        <Timestamp at={getValue()} style="day-second" />
      </span>
    ),
    meta: { sort: 'timestamp', className: 'w-48 max-sm:w-24' },
  }),
  column.accessor('name', {
    header: 'Trace',
    cell: ({ row: { original } }) => (
      <span className="block truncate" title={`${original.name} of ${original.service}`}>
        {original.name} <span className="text-xs text-faint">{original.service}</span>
      </span>
    ),
    meta: { className: 'max-w-0 w-1/2' },
  }),
  column.accessor('hasError', {
    header: 'Errors',
    cell: ({ row: { original } }) =>
      original.hasError ? <Badge tone="bad">{original.errorCount} failed</Badge> : null,
    meta: { className: 'w-24' },
  }),
  column.accessor('spanCount', {
    header: 'Spans',
    cell: ({ getValue }) => <span className="tabular-nums">{getValue()}</span>,
    meta: { sort: 'spanCount', className: 'w-20 text-right max-sm:hidden' },
  }),
  column.accessor('duration', {
    header: 'Duration',
    cell: ({ getValue }) => (
      <span className="tabular-nums" title={exactLatency(getValue())}>
        {formatLatency(getValue())}
      </span>
    ),
    meta: { sort: 'duration', className: 'w-28 text-right max-sm:w-20' },
  }),
]);
