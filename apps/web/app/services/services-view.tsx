import { services } from '@apiscope/core/search/resources/services';
import type { Service } from '@apiscope/core/services/schema';
import { useLocation, useSearchParams } from '@remix-run/react';
import { Boxes } from 'lucide-react';
import { ExportMenu } from '../export/export-menu.tsx';
import { exactCount } from '../format/format-count.ts';
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
import { useSort } from '../ui/use-sort.ts';
import type { loadServices } from './load-services.server.ts';
import { serviceLink } from './service-link.ts';

const column = columnsOf<Service>();
const columns = column.columns([
  column.accessor('name', {
    header: 'Service',
    cell: ({ getValue }) => <CutText text={getValue()} className="max-w-40 max-sm:max-w-32" />,
    meta: { sort: 'name' },
  }),
  column.accessor(({ versions, stages }) => [versions[0], ...stages].filter(Boolean).join(' · '), {
    id: 'runs',
    header: 'Runs',
    cell: ({ getValue }) => <CutText text={getValue() || '–'} className="max-w-36 text-xs text-muted" />,
    meta: { className: 'max-md:hidden' },
  }),
  column.accessor(({ source, sdk }) => [source, sdk?.name, sdk?.version].filter(Boolean).join(' '), {
    id: 'source',
    header: 'Requests from',
    cell: ({ getValue }) => <CutText text={getValue() || '–'} />,
    meta: { className: 'max-lg:hidden' },
  }),
  ...metricColumns<Service>(),
  column.accessor('endpointCount', {
    header: 'Endpoints',
    cell: ({ getValue }) => exactCount(getValue()),
    meta: { align: 'right', sort: 'endpointCount', className: 'max-lg:hidden' },
  }),
  column.accessor('dropped', {
    header: 'Dropped',
    cell: ({ getValue }) => (
      <span title="observations that its senders had to drop">{exactCount(getValue())}</span>
    ),
    meta: { align: 'right', sort: 'dropped', className: 'max-lg:hidden' },
  }),
  column.accessor('lastSeen', {
    header: 'Last seen',
    cell: ({ getValue }) => {
      const at = getValue();
      return at === null ? '–' : <Timestamp at={at} style="day-minute" />;
    },
    meta: { sort: 'lastSeen', className: 'max-md:hidden' },
  }),
]);

type ServicesViewProps = Awaited<ReturnType<typeof loadServices>>;

/** Every service, what it runs, who tells of it, and how its requests went; a row leads to its page. */
export function ServicesView({ page, problem, query, views }: ServicesViewProps) {
  const { search } = useLocation();
  const [params] = useSearchParams();
  const sort = useSort(services.defaultOrder);
  return (
    <>
      <PageHead title="Services" note="everything that sends, over the whole range" />
      <FilterBar
        resource={services}
        what="services"
        problem={problem}
        views={views}
        actions={<ExportMenu path="/export/services" query={query} />}
      />
      <ListCard
        page={page}
        noun="services"
        empty={
          <EmptyState icon={Boxes} title="No service to show">
            {isFiltered(params)
              ? 'No service passes the filters.'
              : 'A service is here from the first request or line that is sent under its name.'}
          </EmptyState>
        }
        caption="Services"
        columns={columns}
        rowId={(row) => row.name}
        linkTo={(row) => serviceLink(search, row.name)}
        sort={sort}
      />
      <ApproximateNote of={page.data} />
    </>
  );
}
