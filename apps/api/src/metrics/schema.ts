import { metricBucket, metricRange } from '@apiscope/core/metrics/schema';
import { streamInput } from '@apiscope/core/search/list-input';
import { metrics } from '@apiscope/core/search/resources/metrics';
import { z } from 'zod';

/** The buckets of a range, and what the range really covers. */
export const aggregateOutput = z.object({
  data: z.array(metricBucket),
  metadata: metricRange.extend({
    windowSize: z
      .number()
      .int()
      .nullable()
      .describe('seconds a bucket; null: one bucket over the whole range'),
  }),
});

/** Filters and search of the stream of windows, and where to resume. */
export const streamMetricsInput = streamInput(metrics);
