import { Link, useLocation } from '@remix-run/react';
import { ChevronRight } from 'lucide-react';
import { TopConsumers } from '../consumers/top-consumers.tsx';
import { LiveBadge } from '../live/live-badge.tsx';
import { useLiveMetrics } from '../live/use-live-metrics.ts';
import { KpiCards } from '../metrics/kpi-cards.tsx';
import { MetricCharts } from '../metrics/metric-charts.tsx';
import { ElsewhereNotice } from '../range/elsewhere-notice.tsx';
import { scopeOf } from '../shell/nav-items.ts';
import { buttonLook } from '../ui/button.tsx';
import { PageHead } from '../ui/page-head.tsx';
import type { loadService } from './load-service.server.ts';
import { ServiceEndpoints } from './service-endpoints.tsx';
import { ServiceFacts } from './service-facts.tsx';
import { ServiceSenders } from './service-senders.tsx';
import { ServiceVersions } from './service-versions.tsx';
import { VersionComparison } from './version-comparison.tsx';

/** Where else a service is looked at, narrowed to it. */
const elsewherePages = [
  { to: '/dashboard/logs', name: 'Logs' },
  { to: '/dashboard/metrics', name: 'Metrics' },
  { to: '/dashboard/traces', name: 'Traces' },
  { to: '/dashboard/replay', name: 'Captured requests' },
] as const;

/** One service: how its requests went, what it runs, who sends its data, its endpoints, and who calls. */
export function ServiceView(props: Awaited<ReturnType<typeof loadService>>) {
  const { now, detail, summary, buckets, windowSize, endpoints, consumers, compared, elsewhere } = props;
  const { search } = useLocation();
  const live = useLiveMetrics(detail.name);
  return (
    <>
      <PageHead
        title={
          <span className="flex min-w-0 items-center gap-1.5">
            <Link to={`/dashboard/services${scopeOf(search)}`} className="rounded text-muted hover:text-ink">
              Services
            </Link>
            <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
            <span className="break-all">{detail.name}</span>
          </span>
        }
      >
        {elsewherePages.map(({ to, name }) => (
          <Link key={to} to={to + scopeOf(search, detail.name)} className={buttonLook()}>
            {name}
          </Link>
        ))}
        <LiveBadge state={live} />
      </PageHead>
      {elsewhere && <ElsewhereNotice noun="requests" span={elsewhere} />}
      <KpiCards summary={summary} />
      <MetricCharts buckets={buckets} windowSize={windowSize} now={now} />
      {compared && (
        <VersionComparison service={detail.name} isSampled={summary.approximate} compared={compared} />
      )}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <ServiceFacts detail={detail} />
        <ServiceVersions detail={detail} />
      </div>
      <ServiceEndpoints service={detail.name} {...endpoints} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <ServiceSenders senders={detail.senders} />
        <TopConsumers service={detail.name} consumers={consumers} />
      </div>
    </>
  );
}
