import { traces } from '@apiscope/core/search/resources/traces';
import { useLocation } from '@remix-run/react';
import { Waypoints } from 'lucide-react';
import { ExportMenu } from '../export/export-menu.tsx';
import { RangePicker } from '../range/range-picker.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { scopeOf } from '../shell/nav-items.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListCard } from '../ui/list-card.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { useSort } from '../ui/use-sort.ts';
import type { loadTraces } from './load-traces.server.ts';
import { traceColumns } from './trace-columns.tsx';
import { traceLink } from './trace-link.ts';

/** The traces that OpenTelemetry sent. */
export function TracesView({ page, problem, query, views, now }: Awaited<ReturnType<typeof loadTraces>>) {
  const { search } = useLocation();
  const sort = useSort(traces.defaultOrder);
  return (
    <>
      <PageHead title="Traces" note="the way of a request through services, as OpenTelemetry tells it" />
      <FilterBar
        resource={traces}
        what="traces"
        problem={problem}
        views={views}
        actions={<ExportMenu path="/traces/export" query={query} />}
      >
        <RangePicker now={now} />
      </FilterBar>
      <ListCard
        page={page}
        noun="traces"
        empty={
          <EmptyState icon={Waypoints} title="No traces in this range">
            Point the OpenTelemetry SDK of a service here: OTEL_EXPORTER_OTLP_ENDPOINT is the address of this
            page&apos;s server.
          </EmptyState>
        }
        caption="Traces"
        columns={traceColumns}
        rowId={({ traceId }) => traceId}
        linkTo={({ traceId }) => traceLink(traceId) + scopeOf(search)}
        sort={sort}
      />
    </>
  );
}
