import type { ConsumerSummary } from '@apiscope/core/consumers/schema';
import type { Page } from '@apiscope/core/page';
import { Link, useLocation } from '@remix-run/react';
import { exactCount } from '../format/format-count.ts';
import { ErrorRate } from '../metrics/error-rate.tsx';
import { Count, Latency } from '../metrics/measure.tsx';
import { scopeOf } from '../shell/nav-items.ts';
import { Card } from '../ui/card.tsx';
import { consumerLink } from './consumer-link.ts';
import { ConsumerName } from './consumer-name.tsx';

type TopConsumersProps = { service: string; consumers: Page<ConsumerSummary> };

/** Who calls a service most, each leading to its detail. */
export function TopConsumers({ service, consumers: { data, metadata } }: TopConsumersProps) {
  const { search } = useLocation();
  return (
    <Card
      title="Top consumers"
      note={
        metadata.total > data.length
          ? `${data.length} of ${exactCount(metadata.total)}, by the hour`
          : 'counted by the hour'
      }
      action={
        <Link
          to={`/dashboard/consumers${scopeOf(search, service)}`}
          className="rounded text-xs font-medium text-accent hover:underline"
        >
          All consumers
        </Link>
      }
    >
      {data.length === 0 ? (
        <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">
          No request of this range says who called.
        </p>
      ) : (
        <table className="mb-1 w-full table-fixed text-[13px]" data-testid="top-consumers">
          <thead className="text-xs text-faint">
            <tr>
              <th className="px-4 text-left font-medium">Consumer</th>
              <th className="w-20 px-2 text-right font-medium">Requests</th>
              <th className="w-20 px-2 text-right font-medium">Errors</th>
              <th className="w-24 px-4 pl-2 text-right font-medium">p95</th>
            </tr>
          </thead>
          <tbody>
            {data.map((row) => (
              <tr key={row.id} className="h-8 border-t border-line/60 hover:bg-raised/60">
                <td className="truncate px-4">
                  <Link to={consumerLink(search, row)} className="rounded hover:underline">
                    <ConsumerName id={row.id} name={row.name} />
                  </Link>
                </td>
                <td className="px-2 text-right tabular-nums">
                  <Count of={row.trafficCount} isApproximate={row.approximate} />
                </td>
                <td className="px-2 text-right">
                  <ErrorRate rate={row.errorRate} of={row.trafficCount} isApproximate={row.approximate} />
                </td>
                <td className="px-4 pl-2 text-right tabular-nums">
                  <Latency ms={row.p95Latency} isApproximate={row.approximate} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
