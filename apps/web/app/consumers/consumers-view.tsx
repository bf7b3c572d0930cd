import type { ConsumerSummary } from '@apiscope/core/consumers/schema';
import { consumers } from '@apiscope/core/search/resources/consumers';
import { UserRoundSearch } from 'lucide-react';
import { ExportMenu } from '../export/export-menu.tsx';
import { ApproximateNote } from '../metrics/measure.tsx';
import { metricColumns } from '../metrics/metric-columns.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { isFiltered } from '../search/read-filters.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { CutText } from '../ui/cut-text.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListCard } from '../ui/list-card.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useNextParams } from '../ui/use-next-params.ts';
import { useSort } from '../ui/use-sort.ts';
import { ConsumerDrawer } from './consumer-drawer.tsx';
import { openConsumer } from './consumer-link.ts';
import { ConsumerName } from './consumer-name.tsx';
import type { loadConsumers } from './load-consumers.server.ts';

const column = columnsOf<ConsumerSummary>();
const columns = column.columns([
  column.accessor('id', {
    header: 'Consumer',
    cell: ({ row: { original } }) => <ConsumerName id={original.id} name={original.name} />,
    meta: { sort: 'id', className: 'max-w-0 w-1/3 truncate' },
  }),
  column.accessor('service', {
    header: 'Service',
    cell: ({ getValue }) => <CutText text={getValue()} />,
    meta: { sort: 'service', className: 'max-lg:hidden' },
  }),
  ...metricColumns<ConsumerSummary>(),
  column.accessor('lastSeen', {
    header: 'Last seen',
    cell: ({ getValue }) => <Timestamp at={getValue()} style="day-minute" />,
    meta: { sort: 'lastSeen', className: 'max-md:hidden' },
  }),
]);

type ConsumersViewProps = Awaited<ReturnType<typeof loadConsumers>>;

/** Who calls, how much, and how it went; a row opens the consumer. */
export function ConsumersView({ page, problem, query, views, detail }: ConsumersViewProps) {
  const linkWith = useLinkWith();
  const params = useNextParams();
  const scoped = params.get('service');
  const open = openConsumer(params);
  const isRead = open !== null && detail?.id === open.id && detail.service === open.service;
  const sort = useSort(consumers.defaultOrder);
  return (
    <>
      <PageHead title="Consumers" note="who calls, counted by the hour" />
      <FilterBar
        resource={consumers}
        what="consumers"
        problem={problem}
        views={views}
        actions={<ExportMenu path="/export/consumers" query={query} />}
      />
      <ListCard
        page={page}
        noun="consumers"
        empty={
          <EmptyState icon={UserRoundSearch} title="No consumer to show">
            {isFiltered(params)
              ? 'No consumer of this range passes the filters.'
              : 'A consumer is who the sender of a request says calls: set the SDK’s consumer hook, or send `consumer` with each request. None is known of this range.'}
          </EmptyState>
        }
        caption="Consumers"
        columns={columns}
        rowId={rowKey}
        openId={open && rowKey({ ...open, service: open.service ?? detail?.consumer?.service })}
        linkTo={(row) => linkWith({ consumer: row.id, consumerOf: scoped ? null : row.service })}
        sort={sort}
      />
      <ApproximateNote of={page.data} />
      {open && (
        <ConsumerDrawer
          key={rowKey(open)}
          consumer={isRead ? detail.consumer : null}
          problem={isRead ? detail.problem : null}
          isLoading={!isRead}
          closeTo={linkWith({ consumer: null, consumerOf: null })}
        />
      )}
    </>
  );
}

function rowKey({ service, id }: { service?: string | undefined; id: string }): string {
  return JSON.stringify([service, id]);
}
