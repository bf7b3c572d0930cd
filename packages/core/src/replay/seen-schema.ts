import { z } from 'zod';
import { log } from '../logs/schema.ts';
import { seenBefore } from '../logs/seen-schema.ts';
import { timestampOut } from '../timestamp-schema.ts';

/** Failures are counted up to here. */
export const maxSeenCount = 10_000;
/** Log lines of the same request that are given. */
export const maxSeenLogs = 20;

/** Whether the endpoint failed like this before, as far as requests are kept. */
export const seenSnapshot = seenBefore
  .extend({
    isFailure: z
      .boolean()
      .describe(
        'whether it failed: status 400 or above, or no answer. Of others nothing is looked up, all else is null',
      ),
    message: z
      .string()
      .nullable()
      .describe('what its answer says went wrong; null when nothing that is understood'),
    firstSeen: timestampOut.nullable().describe('earliest kept request that failed like this'),
    count: z
      .number()
      .int()
      .nullable()
      .describe(
        'kept requests of the service and endpoint with this status and message but for its variables, this one included',
      ),
    countIsCapped: z.boolean().describe(`true when there are more than ${maxSeenCount}`),
    logs: z.array(log).describe(`log lines of the same request id, earliest first, at most ${maxSeenLogs}`),
  })
  .meta({ id: 'SeenSnapshot' });
export type SeenSnapshot = z.infer<typeof seenSnapshot>;
