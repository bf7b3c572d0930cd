import { useLocation } from '@remix-run/react';
import { LiveBadge } from '../live/live-badge.tsx';
import { useLiveMetrics } from '../live/use-live-metrics.ts';
import { McpCard } from '../mcp/mcp-card.tsx';
import { KpiCards } from '../metrics/kpi-cards.tsx';
import { MetricCharts } from '../metrics/metric-charts.tsx';
import { ElsewhereNotice } from '../range/elsewhere-notice.tsx';
import { scopeOf } from '../shell/nav-items.ts';
import { PageHead } from '../ui/page-head.tsx';
import { FirstSteps } from './first-steps.tsx';
import type { loadDashboard } from './load-dashboard.server.ts';
import { RecentLogs } from './recent-logs.tsx';
import { TopCountries } from './top-countries.tsx';
import { TopEndpoints } from './top-endpoints.tsx';

const rows = 10;

/** How a service is doing, in one screen. */
export function Dashboard(props: Awaited<ReturnType<typeof loadDashboard>>) {
  const { now, service, summary, buckets, windowSize, endpoints, countries, logs } = props;
  const { search } = useLocation();
  const live = useLiveMetrics(service);
  return (
    <>
      <PageHead title="Dashboard">
        <LiveBadge state={live} />
      </PageHead>
      {props.isFirstRun ? (
        <FirstSteps origin={props.origin} now={now} />
      ) : (
        <>
          {props.isEmpty && <ElsewhereNotice noun="requests" span={props.elsewhere} />}
          <KpiCards summary={summary} />
          <MetricCharts buckets={buckets} windowSize={windowSize} now={now} />
          <div className="grid gap-4 xl:grid-cols-2">
            <TopEndpoints endpoints={endpoints} />
            <TopCountries countries={countries} most={rows} isApproximate={summary.approximate} />
          </div>
          <RecentLogs key={scopeOf(search)} logs={logs} scope={props.logScope} most={rows} />
        </>
      )}
      <McpCard />
    </>
  );
}
