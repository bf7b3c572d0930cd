import type { SetSend } from '@apiscope/core/replay/set-run-schema';
import { Link } from '@remix-run/react';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { StatusBadge } from '../replay/status-badge.tsx';
import { Badge } from '../ui/badge.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { sendTones } from './run-badge.tsx';

const column = columnsOf<SetSend>();

/** The columns of the requests of a run. */
export const sendColumns = column.columns([
  column.accessor('status', {
    header: 'Came of it',
    cell: ({ getValue }) => <Badge tone={sendTones[getValue()].badge}>{getValue()}</Badge>,
    meta: { className: 'w-24' },
  }),
  column.accessor('path', {
    header: 'Request',
    cell: ({ row: { original } }) => (
      <span className="block min-w-0">
        <Link
          to={`/dashboard/replay?snapshot=${original.snapshotId}${original.runId === null ? '' : `&run=${original.runId}`}`}
          className="block truncate font-mono text-xs text-accent hover:underline"
          title={`${original.method} ${original.path}`}
        >
          {original.method} {original.path}
        </Link>
        {(original.error ?? original.changedPaths.length > 0) && (
          <span className="mt-0.5 block break-words text-xs text-muted">
            {original.error ?? original.changedPaths.join(', ')}
          </span>
        )}
      </span>
    ),
    meta: { className: 'max-w-0 w-full' },
  }),
  column.accessor('statusCode', {
    header: 'Status',
    cell: ({ getValue }) => (getValue() === null ? '–' : <StatusBadge status={getValue()} />),
    meta: { className: 'w-16' },
  }),
  column.accessor('duration', {
    header: 'Took',
    cell: ({ getValue }) => (
      <span className="whitespace-nowrap" title={exactLatency(getValue())}>
        {formatLatency(getValue())}
      </span>
    ),
    meta: { align: 'right', className: 'w-20 max-sm:hidden' },
  }),
]);
