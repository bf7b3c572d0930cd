import { log, logLimits, type NewLog } from '@apiscope/core/logs/schema';
import { streamInput } from '@apiscope/core/search/list-input';
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
    rejected: z.array(
      z.object({
        index: z.number().int().describe('position of the line in the batch, from 0'),
        message: z.string(),
        issues: z.array(issueSchema),
      }),
    ),
  })
  .meta({ id: 'LogBatchResult' });
export type LogBatchResult = z.infer<typeof logBatchResult>;

export const createLogsOutput = z.union([log, logBatchResult]);

/** Filters and search of the live tail, and where to resume. */
export const streamLogsInput = streamInput(logs);
