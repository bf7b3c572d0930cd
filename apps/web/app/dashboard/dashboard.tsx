import { describeLatency, describeTraffic, latencySeries, trafficSeries } from '../charts/bucket-series.ts';
import { bucketsEmpty } from '../charts/buckets-empty.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { formatCount } from '../format/format-count.ts';
import { formatLatency } from '../format/format-latency.ts';
import { LiveBadge } from '../live/live-badge.tsx';
import { ElsewhereNotice } from '../range/elsewhere-notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { FirstSteps } from './first-steps.tsx';
import { KpiCards } from './kpi-cards.tsx';
import type { loadDashboard } from './load-dashboard.server.ts';
import { RecentLogs } from './recent-logs.tsx';
import { TopCountries } from './top-countries.tsx';
import { TopEndpoints } from './top-endpoints.tsx';
import { useLiveMetrics } from './use-live-metrics.ts';

const rows = 10;

/** How a service is doing, in one screen. */
export function Dashboard(props: Awaited<ReturnType<typeof loadDashboard>>) {
  const { now, service, summary, buckets, windowSize, endpoints, countries, logs } = props;
  const live = useLiveMetrics(service);
  const chart = { bucketSize: windowSize, now };
  return (
    <>
      <PageHead title="Dashboard">
        <LiveBadge state={live} />
      </PageHead>
      {props.isFirstRun ? (
        <FirstSteps now={now} />
      ) : (
        <>
          {props.isEmpty && <ElsewhereNotice noun="requests" span={props.elsewhere} />}
          <KpiCards summary={summary} />
          <div className="grid gap-4 xl:grid-cols-2">
            <ChartCard
              title="Traffic"
              summary={describeTraffic(buckets)}
              series={trafficSeries(buckets)}
              format={formatCount}
              isWhole
              isFilled
              {...chart}
            />
            <ChartCard
              title="Latency"
              summary={describeLatency(buckets)}
              series={latencySeries(buckets)}
              format={formatLatency}
              empty={bucketsEmpty(buckets)}
              {...chart}
            />
          </div>
          <div className="grid gap-4 xl:grid-cols-2">
            <TopEndpoints endpoints={endpoints} />
            <TopCountries countries={countries} most={rows} />
          </div>
          <RecentLogs logs={logs} service={service} most={rows} />
        </>
      )}
    </>
  );
}
