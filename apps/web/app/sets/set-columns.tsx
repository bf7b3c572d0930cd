import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import { Timestamp } from '../time/timestamp.tsx';
import { CutText } from '../ui/cut-text.tsx';
import { columnsOf } from '../ui/table-columns.ts';

const column = columnsOf<ReplaySet>();

/** The columns of the list of replay sets. */
export const setColumns = column.columns([
  column.accessor('name', {
    header: 'Set',
    cell: ({ getValue }) => <span className="block truncate font-medium">{getValue()}</span>,
    meta: { className: 'max-w-0 w-2/5' },
  }),
  column.accessor('service', {
    header: 'Service',
    cell: ({ getValue }) => <CutText text={getValue()} className="max-w-40" />,
    meta: { className: 'max-sm:hidden' },
  }),
  column.accessor('target', {
    header: 'Target',
    cell: ({ getValue }) => (
      <CutText text={getValue() ?? 'the only one'} className={getValue() ? 'max-w-40' : 'text-faint'} />
    ),
  }),
  column.accessor('maxRequests', {
    header: 'Requests',
    cell: ({ getValue }) => `up to ${getValue()}`,
    meta: { align: 'right', className: 'w-28 max-md:hidden' },
  }),
  column.accessor('noisePaths', {
    header: 'Noise',
    cell: ({ getValue, row }) =>
      row.original.learnedAt === null ? 'not learnt' : `${getValue().length} paths`,
    meta: { className: 'w-28 max-md:hidden' },
  }),
  column.accessor('created_at', {
    header: 'Made',
    cell: ({ getValue }) => (
      <span className="font-mono text-xs text-muted">
        <Timestamp at={getValue()} style="day-second" />
      </span>
    ),
    meta: { className: 'w-48 max-lg:hidden' },
  }),
]);
