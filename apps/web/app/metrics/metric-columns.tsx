import type { MetricSummary } from '@apiscope/core/metrics/schema';
import { formatBytes } from '../format/format-bytes.ts';
import { exactCount } from '../format/format-count.ts';
import { columnsOf } from '../ui/table-columns.ts';
import { ErrorRate } from './error-rate.tsx';
import { Count, Latency, Measure } from './measure.tsx';

/** The numbers of any set of requests, as columns: counts, latency, sizes. */
export function metricColumns<T extends MetricSummary>() {
  const column = columnsOf<T>();
  const latency = (
    name: 'p50Latency' | 'p95Latency' | 'p99Latency' | 'avgLatency',
    header: string,
    className = '',
  ) =>
    column.accessor((row) => row[name], {
      id: name,
      header,
      cell: ({ getValue, row }) => <Latency ms={getValue()} isApproximate={row.original.approximate} />,
      meta: { align: 'right', sort: name, className },
    });
  const size = (name: 'requestSize' | 'responseSize', header: string) =>
    column.accessor((row) => row[name], {
      id: name,
      header,
      cell: ({ getValue, row }) => {
        const bytes = getValue();
        return (
          <Measure
            text={formatBytes(bytes)}
            exact={bytes === null ? 'unknown' : `${exactCount(bytes)} bytes`}
            isApproximate={row.original.approximate && bytes !== null}
          />
        );
      },
      meta: { align: 'right', sort: name, className: 'max-xl:hidden' },
    });
  return column.columns([
    column.accessor(({ trafficCount }) => trafficCount, {
      id: 'trafficCount',
      header: 'Requests',
      cell: ({ getValue, row }) => <Count of={getValue()} isApproximate={row.original.approximate} />,
      meta: { align: 'right', sort: 'trafficCount' },
    }),
    column.accessor(({ errorRate }) => errorRate, {
      id: 'errorRate',
      header: 'Errors',
      cell: ({ getValue, row: { original } }) => (
        <ErrorRate rate={getValue()} of={original.trafficCount} isApproximate={original.approximate} />
      ),
      meta: { align: 'right', sort: 'errorRate' },
    }),
    latency('p50Latency', 'p50', 'max-md:hidden'),
    latency('p95Latency', 'p95'),
    latency('p99Latency', 'p99', 'max-md:hidden'),
    latency('avgLatency', 'Average', 'max-lg:hidden'),
    size('requestSize', 'Received'),
    size('responseSize', 'Sent'),
  ]);
}
