import type { Job } from '@apiscope/core/jobs/schema';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { JobStatusBadge } from './job-status-badge.tsx';

/** A job as it reaches a screen: JSON drops the keys of undefined payload and result. */
export type JobRow = Omit<Job, 'payload' | 'result'> & { payload?: unknown; result?: unknown };

const column = columnsOf<JobRow>();

/** The columns of the list of jobs. */
export const jobColumns = column.columns([
  column.accessor('id', {
    header: 'Job',
    cell: ({ getValue }) => <span className="tabular-nums">{getValue()}</span>,
    meta: { sort: 'id', className: 'w-24' },
  }),
  column.accessor('task', {
    header: 'Task',
    cell: ({ getValue }) => <span className="font-mono text-xs">{getValue()}</span>,
    meta: { sort: 'task' },
  }),
  column.accessor('status', {
    header: 'Status',
    cell: ({ getValue, row }) => <JobStatusBadge status={getValue()} isStuck={row.original.stuck} />,
    meta: { sort: 'status', className: 'w-24' },
  }),
  column.accessor('attempts', {
    header: 'Attempts',
    cell: ({ getValue, row }) => `${getValue()} of ${row.original.maxAttempts}`,
    meta: { align: 'right', sort: 'attempts', className: 'w-24 max-md:hidden' },
  }),
  column.accessor('duration', {
    header: 'Duration',
    cell: ({ getValue }) => <span title={exactLatency(getValue())}>{formatLatency(getValue())}</span>,
    meta: { align: 'right', sort: 'duration', className: 'w-24 max-sm:hidden' },
  }),
  column.accessor('error', {
    header: 'Error',
    cell: ({ getValue }) => (
      <span className="block truncate text-xs text-bad" title={getValue() ?? ''}>
        {getValue()?.split('\n')[0]}
      </span>
    ),
    meta: { className: 'max-w-0 w-1/3 max-lg:hidden' },
  }),
  column.accessor('created_at', {
    header: 'Created',
    cell: ({ getValue }) => (
      <span className="font-mono text-xs text-muted">
        <Timestamp at={getValue()} style="day-second" />
      </span>
    ),
    meta: { sort: 'created_at', className: 'w-48 max-sm:hidden' },
  }),
]);
