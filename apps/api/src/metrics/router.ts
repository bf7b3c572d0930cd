import {
  aggregateInput,
  countrySummary,
  endpointSummary,
  listEndpointsInput,
  listMetricsInput,
  metricWindow,
  summaryInput,
  summaryOutput,
} from '@apiscope/core/metrics/schema';
import { pageOf } from '@apiscope/core/page';
import { parseQuery } from '@apiscope/core/search/parse';
import { metrics } from '@apiscope/core/search/resources/metrics';
import { aggregateMetrics } from '@apiscope/db/metrics/aggregate-metrics';
import { listCountries } from '@apiscope/db/metrics/list-countries';
import { listEndpoints } from '@apiscope/db/metrics/list-endpoints';
import { listMetrics } from '@apiscope/db/metrics/list-metrics';
import { summariseMetrics } from '@apiscope/db/metrics/summarise-metrics';
import { z } from 'zod';
import { trackEvents } from '../stream/track-events.ts';
import { procedure, router } from '../trpc/init.ts';
import { aggregateOutput, streamMetricsInput } from './schema.ts';

const tags = ['metrics'];

export const metricsRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/metrics', tags, summary: 'List metric windows' },
    })
    .input(listMetricsInput)
    .output(pageOf(metricWindow))
    .query(({ ctx, input }) => listMetrics(ctx.deps.db, input)),

  aggregate: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/metrics/aggregate',
        tags,
        summary: 'Merge metrics into buckets',
        description:
          'Percentiles are those of the merged distribution of each bucket. Empty buckets are listed.',
      },
    })
    .input(aggregateInput)
    .output(aggregateOutput)
    .query(({ ctx, input }) => aggregateMetrics(ctx.deps.db, input, { now: ctx.deps.clock.now() })),

  summary: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/metrics/summary',
        tags,
        summary: 'Summarise a range and the one before it',
      },
    })
    .input(summaryInput)
    .output(summaryOutput)
    .query(({ ctx, input }) => summariseMetrics(ctx.deps.db, input, { now: ctx.deps.clock.now() })),

  endpoints: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/metrics/endpoints', tags, summary: 'Summarise a range by endpoint' },
    })
    .input(listEndpointsInput)
    .output(pageOf(endpointSummary))
    .query(({ ctx, input }) => listEndpoints(ctx.deps.db, input)),

  countries: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/metrics/countries', tags, summary: 'Summarise a range by country' },
    })
    .input(summaryInput)
    .output(z.array(countrySummary))
    .query(({ ctx, input }) => listCountries(ctx.deps.db, input)),

  stream: procedure
    .meta({ access: 'read' })
    .input(streamMetricsInput.prefault({}))
    .subscription(({ ctx, input, signal }) =>
      trackEvents(ctx, ctx.deps.hub.metrics, {
        query: parseQuery(metrics, input),
        lastEventId: input.lastEventId,
        signal,
      }),
    ),
});
