import type { MetricBucket } from '@apiscope/core/metrics/schema';
import { describeLatency, describeTraffic, latencySeries, trafficSeries } from '../charts/bucket-series.ts';
import { bucketsEmpty } from '../charts/buckets-empty.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { formatCount } from '../format/format-count.ts';
import { formatLatency } from '../format/format-latency.ts';

type MetricChartsProps = {
  buckets: MetricBucket[];
  /** Seconds a bucket. */
  windowSize: number;
  /** Epoch milliseconds. */
  now: number;
};

/** Requests and latency over time, side by side. */
export function MetricCharts({ buckets, windowSize, now }: MetricChartsProps) {
  const isApproximate = buckets.some(({ approximate }) => approximate);
  const chart = { bucketSize: windowSize, now, isApproximate };
  return (
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
  );
}
