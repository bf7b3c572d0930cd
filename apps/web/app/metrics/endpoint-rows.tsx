import type { EndpointSummary } from '@apiscope/core/metrics/schema';
import { Link, useLocation } from '@remix-run/react';
import { endpointLink } from './endpoint-link.ts';
import { EndpointName } from './endpoint-name.tsx';
import { ErrorRate } from './error-rate.tsx';
import { Count, Latency } from './measure.tsx';

/** Endpoints in a small space, each leading to its detail over the range of this page. */
export function EndpointRows({ endpoints }: { endpoints: readonly EndpointSummary[] }) {
  const { search } = useLocation();
  return (
    <table className="mb-1 w-full table-fixed text-[13px]" data-testid="endpoint-rows">
      <thead className="text-xs text-faint">
        <tr>
          <th className="px-4 text-left font-medium">Endpoint</th>
          <th className="w-20 px-2 text-right font-medium">Requests</th>
          <th className="w-20 px-2 text-right font-medium">Errors</th>
          <th className="w-24 px-4 pl-2 text-right font-medium">p95</th>
        </tr>
      </thead>
      <tbody>
        {endpoints.map(({ service, endpoint, trafficCount, errorRate, p95Latency, approximate }) => (
          <tr key={`${service} ${endpoint}`} className="h-8 border-t border-line/60 hover:bg-raised/60">
            <td className="truncate px-4">
              <Link to={endpointLink(search, service, endpoint)} className="rounded hover:underline">
                <EndpointName endpoint={endpoint} />
              </Link>
            </td>
            <td className="px-2 text-right tabular-nums">
              <Count of={trafficCount} isApproximate={approximate} />
            </td>
            <td className="px-2 text-right">
              <ErrorRate rate={errorRate} of={trafficCount} isApproximate={approximate} />
            </td>
            <td className="px-4 pl-2 text-right tabular-nums">
              <Latency ms={p95Latency} isApproximate={approximate} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
