import type { MetricWindow } from '@apiscope/core/metrics/schema';
import { Prisma } from '../client.ts';
import { wireNumber, wireTime } from '../sql/wire.ts';
import type { StreamTable } from '../stream/read-after.ts';

/** Channel that tells readers of new or changed windows. */
export const metricsChannel = 'apiscope_metrics';

/** Columns of a window that may be seen. */
export const metricColumns = Prisma.raw(
  `id, service, endpoint, window_start AS "windowStart", window_end AS "windowEnd", traffic_count AS "trafficCount",
   error_rate AS "errorRate", client_error_count AS "clientErrorCount", server_error_count AS "serverErrorCount",
   p50_latency AS "p50Latency", p95_latency AS "p95Latency", p99_latency AS "p99Latency", avg_latency AS "avgLatency",
   request_size AS "requestSize", response_size AS "responseSize", approximate, created_at AS "createdAt", updated_at AS "updatedAt"`,
);

export type MetricRow = {
  id: bigint;
  service: string;
  endpoint: string;
  windowStart: Date;
  windowEnd: Date;
  trafficCount: bigint;
  errorRate: number;
  clientErrorCount: bigint;
  serverErrorCount: bigint;
  p50Latency: number | null;
  p95Latency: number | null;
  p99Latency: number | null;
  avgLatency: number | null;
  requestSize: bigint | null;
  responseSize: bigint | null;
  approximate: boolean;
  createdAt: Date;
  updatedAt: Date;
};

/** The wire form of a stored window. */
export function toMetricWindow({ createdAt, updatedAt, ...row }: MetricRow): MetricWindow {
  return {
    ...row,
    id: wireNumber(row.id),
    windowStart: wireTime(row.windowStart),
    windowEnd: wireTime(row.windowEnd),
    trafficCount: wireNumber(row.trafficCount),
    clientErrorCount: wireNumber(row.clientErrorCount),
    serverErrorCount: wireNumber(row.serverErrorCount),
    requestSize: wireNumber(row.requestSize),
    responseSize: wireNumber(row.responseSize),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}

/** The one-minute windows as a stream: a window comes again whenever it changes. */
export const metricStream: StreamTable<MetricRow, MetricWindow> = {
  name: 'metrics_minutes',
  columns: metricColumns,
  weight: Prisma.sql`0`,
  toWire: toMetricWindow,
};
