import { z } from 'zod';
import { explainUnknownKeys, filterShape, pageShape, searchShape } from '../search/list-input.ts';
import { endpoints } from '../search/resources/endpoints.ts';
import { metrics } from '../search/resources/metrics.ts';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';

const latency = z.number().nullable().describe('milliseconds; null when no request of the range was timed');
const size = z.number().int().nullable().describe('bytes; null when no size is known');

/** Counts and percentiles of a set of requests. */
export const metricSummary = z
  .object({
    trafficCount: z.number().int(),
    errorRate: z.number().describe('share of requests with status 400 or above or no response, 0 to 100'),
    clientErrorCount: z.number().int(),
    serverErrorCount: z.number().int(),
    p50Latency: latency,
    p95Latency: latency,
    p99Latency: latency,
    avgLatency: latency,
    requestSize: size,
    responseSize: size,
    approximate: z
      .boolean()
      .describe(
        'true when requests in it stand for others that a sampling sender left out: counts and sums are estimates then',
      ),
  })
  .meta({ id: 'MetricSummary' });
export type MetricSummary = z.infer<typeof metricSummary>;

/** One stored window of one endpoint. */
export const metricWindow = metricSummary
  .extend({
    id: z.number().int(),
    service: z.string(),
    endpoint: z.string(),
    windowStart: timestampOut,
    windowEnd: timestampOut,
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'MetricWindow' });
export type MetricWindow = z.infer<typeof metricWindow>;

/** One bucket of an aggregate; an empty one has trafficCount 0 and null percentiles. */
export const metricBucket = metricSummary
  .extend({ windowStart: timestampOut, windowEnd: timestampOut })
  .meta({ id: 'MetricBucket' });
export type MetricBucket = z.infer<typeof metricBucket>;

/** The range an answer really covers: the asked one widened outwards to whole minutes. */
export const metricRange = z
  .object({ startDate: timestampOut.nullable(), endDate: timestampOut.nullable().describe('exclusive') })
  .meta({ id: 'MetricRange' });
export type MetricRange = z.infer<typeof metricRange>;

const scope = {
  service: z.string().min(1).max(200).optional().describe('only this service'),
  endpoint: z
    .string()
    .min(1)
    .max(2_000)
    .optional()
    .describe('only this endpoint, for example GET /api/v1/users/{id}'),
};
const range = {
  startDate: timestampIn
    .optional()
    .describe('start of the range, widened down to the minute; default: the first window there is'),
  endDate: timestampIn
    .optional()
    .describe('end of the range, exclusive, widened up to the minute; default: after the last window'),
};

/** Most buckets that one aggregate answers. */
export const maxBuckets = 10_000;

export const aggregateInput = z.strictObject({
  ...scope,
  ...range,
  windowSize: z
    .number()
    .int()
    .min(60)
    .max(366 * 86_400)
    .refine((seconds) => seconds % 60 === 0, 'expected a multiple of 60 seconds')
    .optional()
    .describe(
      'seconds a bucket, a multiple of 60, aligned to the UTC epoch; default: one bucket over the whole range',
    ),
});
export type AggregateInput = z.infer<typeof aggregateInput>;

export const summaryInput = z.strictObject({ ...scope, ...range });
export type SummaryInput = z.infer<typeof summaryInput>;

/** A summary of a range and of the range of equal length right before it. */
export const summaryOutput = metricSummary
  .extend({ range: metricRange, previous: metricSummary.extend({ range: metricRange }) })
  .meta({ id: 'MetricComparison' });
export type SummaryOutput = z.infer<typeof summaryOutput>;

export const endpointSummary = metricSummary
  .extend({ service: z.string(), endpoint: z.string() })
  .meta({ id: 'EndpointSummary' });
export type EndpointSummary = z.infer<typeof endpointSummary>;

export const countrySummary = z
  .object({
    country: z.string().describe('ISO 3166-1 alpha-2, or "unknown"'),
    trafficCount: z.number().int(),
    errorRate: z.number().describe('0 to 100'),
  })
  .meta({ id: 'CountrySummary' });
export type CountrySummary = z.infer<typeof countrySummary>;

export const listMetricsInput = z.strictObject(
  {
    ...pageShape(metrics),
    ...searchShape(metrics),
    ...scope,
    ...range,
    windowSize: z
      .union([z.literal(60), z.literal(3_600), z.literal(86_400)])
      .default(60)
      .describe('seconds a stored window: 60, 3600 or 86400'),
    ...filterShape(metrics),
  },
  { error: explainUnknownKeys(metrics) },
);
export type ListMetricsInput = z.infer<typeof listMetricsInput>;

export const listEndpointsInput = z.strictObject(
  { ...pageShape(endpoints), ...searchShape(endpoints), ...scope, ...range, ...filterShape(endpoints) },
  { error: explainUnknownKeys(endpoints) },
);
export type ListEndpointsInput = z.infer<typeof listEndpointsInput>;
