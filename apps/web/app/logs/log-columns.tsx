import { Timestamp } from '../time/timestamp.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { LevelBadge } from './level-badge.tsx';
import type { LogRow } from './log-row.ts';

const column = columnsOf<LogRow>();

/** The columns of the tail; the message takes what the others leave. */
export const logColumns = column.columns([
  column.accessor('created_at', {
    header: 'Time',
    cell: ({ getValue }) => (
      <span className="font-mono text-xs text-muted">
        <Timestamp at={getValue()} style="day-second" />
      </span>
    ),
    meta: { className: 'w-48 max-sm:w-24' },
  }),
  column.accessor('level', {
    header: 'Level',
    cell: ({ getValue }) => <LevelBadge level={getValue()} />,
    meta: { className: 'w-16' },
  }),
  column.accessor('service', {
    header: 'Service',
    cell: ({ getValue }) => <Truncated text={getValue()} />,
    meta: { className: 'w-28 max-lg:hidden' },
  }),
  column.accessor('source', {
    header: 'Source',
    cell: ({ getValue }) => <Truncated text={getValue()} />,
    meta: { className: 'w-40 max-md:hidden' },
  }),
  column.accessor('message', {
    header: 'Message',
    cell: ({ getValue }) => (
      <span className="block truncate font-mono text-xs">{getValue().slice(0, 500)}</span>
    ),
  }),
]);

function Truncated({ text }: { text: string }) {
  return (
    <span className="block truncate text-xs text-muted" title={text}>
      {text}
    </span>
  );
}
