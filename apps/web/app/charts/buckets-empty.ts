import type { MetricBucket } from '@apiscope/core/metrics/schema';

/** Why a latency chart has nothing to draw, or null when it has. */
export function bucketsEmpty(buckets: readonly MetricBucket[]): string | null {
  if (buckets.some(({ p50Latency }) => p50Latency !== null)) return null;
  return buckets.some(({ trafficCount }) => trafficCount > 0)
    ? 'None of these requests carries a duration.'
    : 'No requests in this range.';
}
