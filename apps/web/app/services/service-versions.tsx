import { maxShown, type ServiceDetail } from '@apiscope/core/services/schema';
import { Timestamp } from '../time/timestamp.tsx';
import { Card } from '../ui/card.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { type VersionRow, versionRows } from './version-rows.ts';

const column = columnsOf<VersionRow>();
const columns = column.columns([
  column.accessor('version', {
    header: 'Version',
    cell: ({ getValue }) => <span className="font-mono text-xs">{getValue() ?? '–'}</span>,
    meta: { className: 'max-w-0 w-1/3 truncate' },
  }),
  column.accessor('stage', { header: 'Stage', cell: ({ getValue }) => getValue() ?? '–' }),
  column.accessor('firstSeen', {
    header: 'First seen',
    cell: ({ getValue }) => <Timestamp at={getValue()} style="day-minute" />,
    meta: { className: 'max-sm:hidden' },
  }),
  column.accessor('lastSeen', {
    header: 'Last seen',
    cell: ({ getValue }) => {
      const at = getValue();
      return at === null ? '–' : <Timestamp at={at} style="day-minute" />;
    },
  }),
]);

/** What a service ran as, and when. */
export function ServiceVersions({ detail }: { detail: ServiceDetail }) {
  const rows = versionRows(detail);
  return (
    <Card
      title="Versions and stages"
      note={rows.length >= maxShown ? `the ${rows.length} seen last` : 'latest first'}
    >
      {rows.length === 0 ? (
        <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">
          Nothing that was sent says which version or stage it ran as.
        </p>
      ) : (
        <DataTable
          caption="Versions and stages"
          columns={columns}
          rows={rows}
          rowId={(row) => JSON.stringify([row.version, row.stage])}
          className="mt-1 max-h-80 overflow-y-auto"
        />
      )}
    </Card>
  );
}
