import type { ServiceVersions, VersionNumbers } from '@apiscope/core/services/version-schema';
import { exactCount } from '../format/format-count.ts';
import { formatLatency } from '../format/format-latency.ts';
import { formatPercent } from '../format/format-percent.ts';
import { EndpointName } from '../metrics/endpoint-name.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { isWorse, type Measured } from './version-pair.ts';

/** One endpoint under two versions; `endpoint` is null in the row of all of them. */
export type VersionChange = Omit<ServiceVersions['endpoints'][number], 'endpoint'> & {
  endpoint: string | null;
};

const print: Record<Measured | 'count', (numbers: VersionNumbers) => string> = {
  count: ({ count }) => exactCount(count),
  errorRate: ({ errorRate }) => formatPercent(errorRate),
  p50Latency: ({ p50Latency }) => formatLatency(p50Latency),
  p95Latency: ({ p95Latency }) => formatLatency(p95Latency),
};

/** A number under both versions; one that got clearly worse says so, by colour and in words. */
function Change({ row, what }: { row: VersionChange; what: Measured | 'count' }) {
  const [before, after] = [row.before, row.after].map((numbers) => (numbers ? print[what](numbers) : '–'));
  const bad = what !== 'count' && isWorse(row, what);
  return (
    <span className="whitespace-nowrap">
      <span className="text-muted">{before}</span>
      <span aria-hidden className="px-1 text-faint">
        →
      </span>
      <span className="sr-only">, then </span>
      <span className={bad ? 'font-semibold text-bad' : undefined}>{after}</span>
      {bad && <span className="sr-only">, worse</span>}
    </span>
  );
}

const column = columnsOf<VersionChange>();
const change = (what: Measured | 'count', header: string, className?: string) =>
  column.display({
    id: what,
    header,
    cell: ({ row }) => <Change row={row.original} what={what} />,
    meta: { align: 'right', ...(className && { className }) },
  });

/** The columns of the comparison of two versions. */
export const versionColumns = column.columns([
  column.accessor('endpoint', {
    header: 'Endpoint',
    cell: ({ getValue }) => {
      const endpoint = getValue();
      return endpoint === null ? (
        <span className="font-semibold">All endpoints</span>
      ) : (
        <EndpointName endpoint={endpoint} />
      );
    },
    meta: { className: 'max-w-0 w-1/3 truncate' },
  }),
  change('count', 'Requests', 'max-md:hidden'),
  change('errorRate', 'Errors'),
  change('p50Latency', 'p50', 'max-lg:hidden'),
  change('p95Latency', 'p95'),
]);
