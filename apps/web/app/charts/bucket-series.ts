import type { MetricBucket } from '@apiscope/core/metrics/schema';
import { exactCount } from '../format/format-count.ts';
import { formatLatency } from '../format/format-latency.ts';
import type { Series } from './series.ts';

function seriesOf(
  buckets: readonly MetricBucket[],
  id: string,
  color: string,
  read: (bucket: MetricBucket) => number | null,
): Series {
  return {
    id,
    color: `var(--series-${color})`,
    points: buckets.map((bucket) => ({ x: Date.parse(bucket.windowStart), y: read(bucket) })),
  };
}

/** Failed requests of a bucket: status 400 and above, or no response. */
function errorsOf({ errorRate, trafficCount }: MetricBucket): number {
  return Math.round((errorRate * trafficCount) / 100);
}

/** Requests with their failures apart; a bucket without requests is 0, not a gap. */
export function trafficSeries(buckets: readonly MetricBucket[]): Series[] {
  return [
    seriesOf(buckets, 'Requests', 'traffic', ({ trafficCount }) => trafficCount),
    seriesOf(buckets, 'Client errors', 'client-error', ({ clientErrorCount }) => clientErrorCount),
    seriesOf(
      buckets,
      'Server errors',
      'server-error',
      (bucket) => errorsOf(bucket) - bucket.clientErrorCount,
    ),
  ];
}

/** Percentiles of latency; a bucket in which nothing was timed is a gap. */
export function latencySeries(buckets: readonly MetricBucket[]): Series[] {
  return [
    seriesOf(buckets, 'p50', 'p50', ({ p50Latency }) => p50Latency),
    seriesOf(buckets, 'p95', 'p95', ({ p95Latency }) => p95Latency),
    seriesOf(buckets, 'p99', 'p99', ({ p99Latency }) => p99Latency),
  ];
}

/** The traffic chart in a sentence. */
export function describeTraffic(buckets: readonly MetricBucket[]): string {
  const total = buckets.reduce((sum, { trafficCount }) => sum + trafficCount, 0);
  const errors = buckets.reduce((sum, bucket) => sum + errorsOf(bucket), 0);
  const peak = buckets.reduce((most, { trafficCount }) => Math.max(most, trafficCount), 0);
  return `${exactCount(total)} requests in ${buckets.length} buckets, at most ${exactCount(peak)} in one; ${exactCount(errors)} failed.`;
}

/** The latency chart in a sentence. */
export function describeLatency(buckets: readonly MetricBucket[]): string {
  const timed = buckets.flatMap(({ p95Latency }) => (p95Latency === null ? [] : [p95Latency]));
  if (timed.length === 0) return 'No request was timed in this range.';
  return `p95 between ${formatLatency(Math.min(...timed))} and ${formatLatency(Math.max(...timed))}; ${buckets.length - timed.length} of ${buckets.length} buckets are empty.`;
}
