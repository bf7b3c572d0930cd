import type { MetricWindow } from '@apiscope/core/metrics/schema';
import { Link, useNavigate } from '@remix-run/react';
import { ChevronRight, Timer } from 'lucide-react';
import { ExportMenu } from '../export/export-menu.tsx';
import { LiveBadge } from '../live/live-badge.tsx';
import { useLiveMetrics } from '../live/use-live-metrics.ts';
import { bucketName } from '../range/bucket-size.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { buttonLook } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ChoiceMenu } from '../ui/choice-menu.tsx';
import { CutText } from '../ui/cut-text.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Pager } from '../ui/pager.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { EndpointName } from './endpoint-name.tsx';
import { KpiCards } from './kpi-cards.tsx';
import type { loadMetrics } from './load-metrics.server.ts';
import { MetricCharts } from './metric-charts.tsx';
import { metricColumns } from './metric-columns.tsx';
import { resolutions } from './resolution.ts';

const column = columnsOf<MetricWindow>();
const columns = column.columns([
  column.accessor('windowStart', {
    header: 'From',
    cell: ({ getValue }) => <Timestamp at={getValue()} style="day-minute" />,
    meta: { className: 'whitespace-nowrap' },
  }),
  column.accessor('service', {
    header: 'Service',
    cell: ({ getValue }) => <CutText text={getValue()} />,
    meta: { className: 'max-lg:hidden' },
  }),
  ...metricColumns<MetricWindow>(),
]);

type EndpointDetailProps = Extract<Awaited<ReturnType<typeof loadMetrics>>, { view: 'detail' }>;

/** One endpoint over the range: its numbers, its charts, and the stored windows they come from. */
export function EndpointDetail(props: EndpointDetailProps) {
  const { now, service, endpoint, summary, buckets, windowSize, resolution, query, windows } = props;
  const linkWith = useLinkWith();
  const navigate = useNavigate();
  const live = useLiveMetrics(service);
  return (
    <>
      <PageHead
        title={
          <span className="flex min-w-0 items-center gap-1.5">
            <Link
              to={linkWith({ endpoint: null, page: null, window: null })}
              className="rounded text-muted hover:text-ink"
            >
              Metrics
            </Link>
            <ChevronRight aria-hidden className="size-4 text-faint" />
            <span className="break-all text-sm">
              <EndpointName endpoint={endpoint} />
            </span>
          </span>
        }
        note={service ?? 'all services'}
      >
        <Link
          to={`/dashboard/replay?${new URLSearchParams([...(service ? [['service', service]] : []), ['endpoint__eq', endpoint]])}`}
          className={buttonLook()}
        >
          Captured requests
        </Link>
        <LiveBadge state={live} />
      </PageHead>
      <KpiCards summary={summary} />
      <MetricCharts buckets={buckets} windowSize={windowSize} now={now} />
      <Card
        title="Windows"
        note="as stored; the numbers above are merged from them"
        action={
          <div className="flex flex-wrap items-center gap-2">
            <ChoiceMenu
              label="Window length"
              icon={Timer}
              value={String(resolution)}
              choices={resolutions.map((seconds) => ({ value: String(seconds), label: bucketName(seconds) }))}
              onChoose={(window) =>
                void navigate(linkWith({ window, page: null }), { preventScrollReset: true })
              }
            />
            <ExportMenu path="/metrics/export" query={query} />
          </div>
        }
      >
        {windows.data.length === 0 ? (
          <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">
            No window of this length in this range.
          </p>
        ) : (
          <>
            <DataTable
              caption="Windows"
              columns={columns}
              rows={windows.data}
              rowId={({ id }) => String(id)}
              className="mt-2"
            />
            <Pager metadata={windows.metadata} shown={windows.data.length} noun="windows" />
          </>
        )}
      </Card>
    </>
  );
}
