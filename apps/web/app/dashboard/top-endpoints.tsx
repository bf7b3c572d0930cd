import type { EndpointSummary } from '@apiscope/core/metrics/schema';
import type { Page } from '@apiscope/core/page';
import { Link, useLocation } from '@remix-run/react';
import { exactCount, formatCount } from '../format/format-count.ts';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { endpointLink } from '../metrics/endpoint-link.ts';
import { EndpointName } from '../metrics/endpoint-name.tsx';
import { ErrorRate } from '../metrics/error-rate.tsx';
import { scopeOf } from '../shell/nav-items.ts';
import { Card } from '../ui/card.tsx';

/** The endpoints with the most requests, each leading to its detail. */
export function TopEndpoints({ endpoints }: { endpoints: Page<EndpointSummary> }) {
  const { search } = useLocation();
  const { data, metadata } = endpoints;
  return (
    <Card
      title="Top endpoints"
      note={metadata.total > data.length && `${data.length} of ${exactCount(metadata.total)}`}
      action={
        <Link
          to={`/dashboard/metrics${scopeOf(search)}`}
          className="rounded text-xs font-medium text-accent hover:underline"
        >
          All endpoints
        </Link>
      }
    >
      {data.length === 0 ? (
        <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">No requests in this range.</p>
      ) : (
        <table className="mb-1 w-full table-fixed text-[13px]" data-testid="top-endpoints">
          <thead className="text-xs text-faint">
            <tr>
              <th className="px-4 text-left font-medium">Endpoint</th>
              <th className="w-20 px-2 text-right font-medium">Requests</th>
              <th className="w-18 px-2 text-right font-medium">Errors</th>
              <th className="w-20 px-4 pl-2 text-right font-medium">p95</th>
            </tr>
          </thead>
          <tbody>
            {data.map(({ service, endpoint, trafficCount, errorRate, p95Latency }) => (
              <tr key={`${service} ${endpoint}`} className="h-8 border-t border-line/60 hover:bg-raised/60">
                <td className="truncate px-4">
                  <Link to={endpointLink(search, service, endpoint)} className="rounded hover:underline">
                    <EndpointName endpoint={endpoint} />
                  </Link>
                </td>
                <td className="px-2 text-right tabular-nums" title={exactCount(trafficCount)}>
                  {formatCount(trafficCount)}
                </td>
                <td className="px-2 text-right">
                  <ErrorRate rate={errorRate} of={trafficCount} />
                </td>
                <td className="px-4 pl-2 text-right tabular-nums" title={exactLatency(p95Latency)}>
                  {formatLatency(p95Latency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
