import { log, logLimits, type NewLog } from '@apiscope/core/logs/schema';
import { explainUnknownKeys, filterShape, searchShape, streamInput } from '@apiscope/core/search/list-input';
import { logs } from '@apiscope/core/search/resources/logs';
import { z } from 'zod';
import { issueSchema } from '../http/envelope.ts';

/** One log, or a batch of them whose lines are judged one by one, so a bad line doesn't cost its neighbours. */
export const createLogsInput = z.custom<NewLog | NewLog[]>(
  (value) => typeof value === 'object' && value !== null,
  `expected a log, or an array of at most ${logLimits.batch} logs`,
);

/** What became of a batch: how many lines are stored, and why each of the others is not. */
export const logBatchResult = z
  .object({
    accepted: z.number().int().describe('lines stored'),
    rejectedCount: z.number().int().describe('lines not stored'),
    rejected: z
      .array(
        z.object({
          index: z
            .number()
            .int()
            .describe('position of the line in the batch, from 0; blank lines do not count'),
          message: z.string(),
          issues: z.array(issueSchema),
        }),
      )
      .describe('why each line is not stored; of a stream the first 1,000'),
  })
  .meta({ id: 'LogBatchResult' });
export type LogBatchResult = z.infer<typeof logBatchResult>;

/** What became of the lines of a stream before it failed. */
export const logStreamProgress = logBatchResult
  .extend({
    nextIndex: z
      .number()
      .int()
      .describe('the first line of which nothing is stored: send the stream again from there'),
  })
  .meta({ id: 'LogStreamProgress' });
export type LogStreamProgress = z.infer<typeof logStreamProgress>;

export const createLogsOutput = z.union([log, logBatchResult]);

/** Filters and search of the live tail, and where to resume. */
export const streamLogsInput = streamInput(logs);

const selection = { ...searchShape(logs), ...filterShape(logs) };

/** What is counted by field value. */
export const logFacetsInput = z.strictObject(selection, { error: explainUnknownKeys(logs) });

/** What is counted over time, and in how wide buckets. */
export const logHistogramInput = z.strictObject(
  {
    ...selection,
    windowSize: z
      .number()
      .int()
      .min(60)
      .multipleOf(60)
      .optional()
      .describe('width of a bucket, seconds; by default such that there are at most 120'),
  },
  { error: explainUnknownKeys(logs) },
);
