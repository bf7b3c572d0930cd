import { maxShown, type ServiceDetail } from '@apiscope/core/services/schema';
import { exactCount } from '../format/format-count.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Card } from '../ui/card.tsx';
import { CutText } from '../ui/cut-text.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { columnsOf } from '../ui/table-columns.ts';

type Sender = ServiceDetail['senders'][number];

const column = columnsOf<Sender>();
const columns = column.columns([
  column.accessor(({ instance }) => instance, {
    id: 'instance',
    header: 'Process',
    cell: ({ getValue }) => (
      <span className="block truncate font-mono text-xs" title={getValue() ?? undefined}>
        {getValue() ?? '–'}
      </span>
    ),
    meta: { className: 'max-w-0 w-1/3' },
  }),
  column.accessor(({ sdk }) => [sdk?.name, sdk?.version].filter(Boolean).join(' '), {
    id: 'sdk',
    header: 'SDK',
    cell: ({ getValue }) => <CutText text={getValue() || '–'} className="max-w-40" />,
  }),
  column.accessor(({ version, stage }) => [version, stage].filter(Boolean).join(' · '), {
    id: 'runs',
    header: 'Runs',
    cell: ({ getValue }) => <CutText text={getValue() || '–'} />,
    meta: { className: 'max-sm:hidden' },
  }),
  column.accessor('firstSeen', {
    header: 'First seen',
    cell: ({ getValue }) => <Timestamp at={getValue()} style="day-minute" />,
    meta: { className: 'max-2xl:hidden' },
  }),
  column.accessor('lastSeen', {
    header: 'Last seen',
    cell: ({ getValue }) => <Timestamp at={getValue()} style="day-minute" />,
    meta: { className: 'max-md:hidden' },
  }),
  column.accessor('dropped', {
    header: 'Dropped',
    cell: ({ getValue }) => (
      <span className={getValue() > 0 ? 'font-medium text-bad' : 'text-faint'}>{exactCount(getValue())}</span>
    ),
    meta: { align: 'right' },
  }),
]);

/** The processes that send the data of a service, and what each had to drop. */
export function ServiceSenders({ senders }: Pick<ServiceDetail, 'senders'>) {
  return (
    <Card
      title="Senders"
      note={senders.length >= maxShown ? `the ${senders.length} that sent last` : 'latest first'}
    >
      {senders.length === 0 ? (
        <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">
          No sender says which program or process it is.
        </p>
      ) : (
        <DataTable
          caption="Senders"
          columns={columns}
          rows={senders}
          rowId={(row) => JSON.stringify([row.instance, row.sdk, row.version, row.stage])}
          className="mt-1 max-h-96 overflow-y-auto"
        />
      )}
    </Card>
  );
}
