import type { EndpointSummary } from '@apiscope/core/metrics/schema';
import { endpoints } from '@apiscope/core/search/resources/endpoints';
import { useLocation, useSearchParams } from '@remix-run/react';
import { Activity } from 'lucide-react';
import { FirstSteps } from '../dashboard/first-steps.tsx';
import { ExportMenu } from '../export/export-menu.tsx';
import { LiveBadge } from '../live/live-badge.tsx';
import { useLiveMetrics } from '../live/use-live-metrics.ts';
import { ElsewhereNotice } from '../range/elsewhere-notice.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { isFiltered } from '../search/read-filters.ts';
import { CutText } from '../ui/cut-text.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Pager } from '../ui/pager.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { useSort } from '../ui/use-sort.ts';
import { endpointLink } from './endpoint-link.ts';
import { EndpointName } from './endpoint-name.tsx';
import type { loadMetrics } from './load-metrics.server.ts';
import { ApproximateNote } from './measure.tsx';
import { metricColumns } from './metric-columns.tsx';

const column = columnsOf<EndpointSummary>();
const columns = column.columns([
  column.accessor('endpoint', {
    header: 'Endpoint',
    cell: ({ getValue }) => <EndpointName endpoint={getValue()} />,
    meta: { sort: 'endpoint', className: 'max-w-0 w-1/2 truncate' },
  }),
  column.accessor('service', {
    header: 'Service',
    cell: ({ getValue }) => <CutText text={getValue()} />,
    meta: { sort: 'service', className: 'max-lg:hidden' },
  }),
  ...metricColumns<EndpointSummary>(),
]);

type EndpointListProps = Extract<Awaited<ReturnType<typeof loadMetrics>>, { view: 'list' }>;

/** Every endpoint of the scope with its numbers over the range. */
export function EndpointList({
  now,
  service,
  page,
  problem,
  query,
  origin,
  elsewhere,
  views,
}: EndpointListProps) {
  const { search } = useLocation();
  const [params] = useSearchParams();
  const live = useLiveMetrics(service);
  const sort = useSort(endpoints.defaultOrder);
  if (elsewhere?.isFirstRun)
    return (
      <>
        <PageHead title="Metrics">
          <LiveBadge state={live} />
        </PageHead>
        <FirstSteps origin={origin} now={now} />
      </>
    );
  return (
    <>
      <PageHead title="Metrics" note="per endpoint, over the whole range">
        <LiveBadge state={live} />
      </PageHead>
      <FilterBar
        resource={endpoints}
        what="endpoints"
        problem={problem}
        views={views}
        actions={<ExportMenu path="/metrics/endpoints/export" query={query} />}
      />
      {elsewhere && !isFiltered(params) && <ElsewhereNotice noun="requests" span={elsewhere.span} />}
      <div className="rounded-lg border border-line bg-surface">
        {page.data.length === 0 ? (
          <EmptyState icon={Activity} title="No endpoint to show">
            {isFiltered(params)
              ? 'No endpoint of this range passes the filters.'
              : 'There were no requests in this range.'}
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Endpoints"
              columns={columns}
              rows={page.data}
              rowId={(row) => `${row.service} ${row.endpoint}`}
              linkTo={(row) => endpointLink(search, row.service, row.endpoint)}
              sort={sort}
            />
            <Pager metadata={page.metadata} shown={page.data.length} noun="endpoints" />
          </>
        )}
      </div>
      <ApproximateNote of={page.data} />
    </>
  );
}
