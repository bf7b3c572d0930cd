import { catalogue } from '@apiscope/core/search/resources/catalogue';
import type { CatalogueEntry, SeenWith } from '@apiscope/core/services/schema';
import { useLocation, useSearchParams } from '@remix-run/react';
import { Activity } from 'lucide-react';
import { ExportMenu } from '../export/export-menu.tsx';
import { endpointLink } from '../metrics/endpoint-link.ts';
import { EndpointName } from '../metrics/endpoint-name.tsx';
import { metricColumns } from '../metrics/metric-columns.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { isFiltered } from '../search/read-filters.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Pager } from '../ui/pager.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { useSort } from '../ui/use-sort.ts';
import type { loadService } from './load-service.server.ts';

const column = columnsOf<CatalogueEntry>();
const columns = column.columns([
  column.accessor('endpoint', {
    header: 'Endpoint',
    cell: ({ getValue }) => <EndpointName endpoint={getValue()} />,
    meta: { sort: 'endpoint', className: 'max-w-0 w-1/3 truncate' },
  }),
  column.accessor('seenWith', {
    header: 'Seen with',
    cell: ({ getValue }) => <SeenWithCell seenWith={getValue()} />,
    meta: { className: 'max-xl:hidden' },
  }),
  ...metricColumns<CatalogueEntry>(),
  column.accessor('firstSeen', {
    header: 'First seen',
    cell: ({ getValue }) => <Timestamp at={getValue()} style="day-minute" />,
    meta: { sort: 'firstSeen', className: 'max-2xl:hidden' },
  }),
  column.accessor('lastSeen', {
    header: 'Last seen',
    cell: ({ getValue }) => <Timestamp at={getValue()} style="day-minute" />,
    meta: { sort: 'lastSeen', className: 'max-md:hidden' },
  }),
]);

type ServiceEndpointsProps = Awaited<ReturnType<typeof loadService>>['endpoints'] & { service: string };

/** The catalogue of a service: every endpoint it was ever seen with, and how its requests went over the range. A row leads to its metrics. */
export function ServiceEndpoints({ service, page, problem, query, views }: ServiceEndpointsProps) {
  const { search } = useLocation();
  const [params] = useSearchParams();
  const sort = useSort(catalogue.defaultOrder);
  return (
    <section aria-labelledby="endpoints" className="space-y-2">
      <h2 id="endpoints" className="text-[13px] font-semibold">
        Endpoints <span className="pl-1 text-xs font-normal text-faint">ever seen, over the range</span>
      </h2>
      <FilterBar
        resource={catalogue}
        what="endpoints"
        problem={problem}
        views={views}
        actions={<ExportMenu path="/endpoints/export" query={query} />}
      />
      <div className="rounded-lg border border-line bg-surface">
        {page.data.length === 0 ? (
          <EmptyState icon={Activity} title="No endpoint to show">
            {isFiltered(params)
              ? 'No endpoint of this service passes the filters.'
              : 'No request of this service has been counted yet. Log lines alone have no endpoints.'}
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Endpoints"
              columns={columns}
              rows={page.data}
              rowId={(row) => row.endpoint}
              linkTo={(row) => endpointLink(search, service, row.endpoint)}
              sort={sort}
            />
            <Pager metadata={page.metadata} shown={page.data.length} noun="endpoints" />
          </>
        )}
      </div>
    </section>
  );
}

function SeenWithCell({ seenWith }: { seenWith: readonly SeenWith[] }) {
  const words = seenWith.map(({ version, stage }) => [version, stage].filter(Boolean).join(' · '));
  if (words.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="flex max-w-56 whitespace-pre text-xs text-muted" title={words.join('\n')}>
      <span className="truncate">{words[0]}</span>
      {words.length > 1 && <span className="text-faint"> and {words.length - 1} more</span>}
    </span>
  );
}
