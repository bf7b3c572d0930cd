import type { SnapshotListItem } from '@apiscope/core/replay/schema';
import { countryName } from '../format/country-name.ts';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { CutText } from '../ui/cut-text.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { PinButton } from './pin-button.tsx';
import { StatusBadge } from './status-badge.tsx';

const column = columnsOf<SnapshotListItem>();

/** The columns of the list of captured requests. */
export const snapshotColumns = column.columns([
  column.accessor('timestamp', {
    header: 'Time',
    cell: ({ getValue }) => (
      <span className="font-mono text-xs text-muted">
        <Timestamp at={getValue()} style="day-second" />
      </span>
    ),
    meta: { sort: 'timestamp', className: 'w-48 max-sm:w-24' },
  }),
  column.accessor('method', {
    header: 'Method',
    cell: ({ getValue }) => <span className="font-mono text-xs font-semibold">{getValue()}</span>,
    meta: { sort: 'method', className: 'w-20' },
  }),
  column.accessor('path', {
    header: 'Path',
    cell: ({ getValue, row }) => (
      <span className="block truncate font-mono text-xs" title={`${getValue()} (${row.original.endpoint})`}>
        {getValue()}
      </span>
    ),
    meta: { sort: 'path', className: 'max-w-0 w-1/2' },
  }),
  column.accessor('statusCode', {
    header: 'Status',
    cell: ({ getValue }) => <StatusBadge status={getValue()} />,
    meta: { sort: 'statusCode', className: 'w-16' },
  }),
  column.accessor('duration', {
    header: 'Duration',
    cell: ({ getValue }) => <span title={exactLatency(getValue())}>{formatLatency(getValue())}</span>,
    meta: { align: 'right', sort: 'duration', className: 'w-24 max-sm:hidden' },
  }),
  column.accessor('service', {
    header: 'Service',
    cell: ({ getValue }) => <CutText text={getValue()} />,
    meta: { sort: 'service', className: 'max-lg:hidden' },
  }),
  column.accessor('geoCountry', {
    header: 'Country',
    cell: ({ getValue }) => (
      <span className="text-xs text-muted" suppressHydrationWarning>
        {countryName(getValue())}
      </span>
    ),
    meta: { sort: 'geoCountry', className: 'max-lg:hidden' },
  }),
  column.accessor('pinned', {
    header: () => <span className="sr-only">Pinned</span>,
    cell: ({ getValue, row }) => <PinButton id={row.original.id} isPinned={getValue()} isSmall />,
    meta: { className: 'w-12 max-sm:hidden' },
  }),
]);
