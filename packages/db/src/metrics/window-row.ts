import { sketchFromBytes, sketchToBytes } from '@apiscope/core/metrics/sketch-bytes';
import type { Resolution } from '@apiscope/core/metrics/window';
import { type CountryCount, summarise, type WindowValue } from '@apiscope/core/metrics/window-value';
import { Prisma } from '../client.ts';

/** The table that holds the windows of each resolution. */
export const windowTables = {
  60: 'metrics_minutes',
  3600: 'metrics_hours',
  86400: 'metrics_days',
} as const satisfies Record<Resolution, string>;

/** Columns that make up the mergeable value of a window. */
export const valueColumns = Prisma.raw(
  `traffic_count AS "trafficCount", error_count AS "errorCount", client_error_count AS "clientErrorCount",
   server_error_count AS "serverErrorCount", latency_count AS "latencyCount", latency_sum AS "latencySum",
   request_size AS "requestSize", response_size AS "responseSize", countries, sketch, approximate`,
);

export type ValueRow = {
  trafficCount: bigint;
  errorCount: bigint;
  clientErrorCount: bigint;
  serverErrorCount: bigint;
  latencyCount: bigint;
  latencySum: number;
  requestSize: bigint | null;
  responseSize: bigint | null;
  countries: Record<string, CountryCount>;
  sketch: Uint8Array;
  approximate: boolean;
};

/** The mergeable value of a stored window. */
export function toWindowValue(row: ValueRow): WindowValue {
  return {
    trafficCount: Number(row.trafficCount),
    errorCount: Number(row.errorCount),
    clientErrorCount: Number(row.clientErrorCount),
    serverErrorCount: Number(row.serverErrorCount),
    latencyCount: Number(row.latencyCount),
    latencySum: row.latencySum,
    requestSize: row.requestSize === null ? null : Number(row.requestSize),
    responseSize: row.responseSize === null ? null : Number(row.responseSize),
    countries: row.countries,
    sketch: sketchFromBytes(row.sketch),
    approximate: row.approximate,
  };
}

/** A window value as JSON whose keys are the columns of its row; percentiles, mean and rate are stored beside what they come from. */
export function toColumns(value: WindowValue) {
  const summary = summarise(value);
  return {
    traffic_count: value.trafficCount,
    error_count: value.errorCount,
    client_error_count: value.clientErrorCount,
    server_error_count: value.serverErrorCount,
    error_rate: summary.errorRate,
    latency_count: value.latencyCount,
    latency_sum: value.latencySum,
    avg_latency: summary.avgLatency,
    p50_latency: summary.p50Latency,
    p95_latency: summary.p95Latency,
    p99_latency: summary.p99Latency,
    request_size: value.requestSize,
    response_size: value.responseSize,
    countries: value.countries,
    sketch: Buffer.from(sketchToBytes(value.sketch)).toString('base64'),
    approximate: value.approximate,
  };
}

/** The columns of {@link toColumns} with the types in which `json_to_recordset` reads them. */
export const columnTypes = {
  traffic_count: 'bigint',
  error_count: 'bigint',
  client_error_count: 'bigint',
  server_error_count: 'bigint',
  error_rate: 'float8',
  latency_count: 'bigint',
  latency_sum: 'float8',
  avg_latency: 'float8',
  p50_latency: 'float8',
  p95_latency: 'float8',
  p99_latency: 'float8',
  request_size: 'bigint',
  response_size: 'bigint',
  countries: 'jsonb',
  sketch: 'text',
  approximate: 'boolean',
} as const satisfies Record<keyof ReturnType<typeof toColumns>, string>;
