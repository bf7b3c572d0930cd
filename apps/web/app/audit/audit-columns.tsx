import type { AuditEntry } from '@apiscope/core/access/audit-schema';
import { Timestamp } from '../time/timestamp.tsx';
import { columnsOf } from '../ui/table-columns.ts';

const column = columnsOf<AuditEntry>();

/** The columns of the audit log. */
export const auditColumns = column.columns([
  column.accessor('created_at', {
    header: 'When',
    cell: ({ getValue }) => (
      <span className="font-mono text-xs text-muted">
        <Timestamp at={getValue()} style="day-second" />
      </span>
    ),
    meta: { sort: 'created_at', className: 'w-48 max-sm:w-24' },
  }),
  column.accessor('actor', {
    header: 'Who',
    cell: ({ getValue }) => (
      <span className="block truncate font-mono text-xs" title={getValue()}>
        {getValue()}
      </span>
    ),
    meta: { sort: 'actor', className: 'max-w-0 w-1/4' },
  }),
  column.accessor('action', {
    header: 'What',
    cell: ({ getValue }) => <span className="break-words font-mono text-xs font-semibold">{getValue()}</span>,
    meta: { sort: 'action', className: 'w-48 max-sm:w-32' },
  }),
  column.accessor('subject', {
    header: 'To what',
    cell: ({ getValue }) => (
      <span className="block truncate" title={getValue() ?? ''}>
        {getValue()}
      </span>
    ),
    meta: { sort: 'subject', className: 'max-w-0 w-1/3 max-sm:hidden' },
  }),
]);
