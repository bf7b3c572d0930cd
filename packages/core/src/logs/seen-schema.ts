import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';
import { similarPattern } from './pattern-schema.ts';

/** Nearest patterns that are given beside what was seen. */
export const maxSeenSimilar = 5;

/** Whether something like this happened before. */
export const seenBefore = z.object({
  firstSeen: timestampOut.nullable(),
  lastSeen: timestampOut.nullable().describe('the one before this; null when none is known'),
  count: z.number().int().nullable(),
  version: z.string().nullable().describe('version of the service that this one is of; null when unknown'),
  lastVersionWithout: z
    .string()
    .nullable()
    .describe(
      'newest version of the service, of those that appeared before this one, in which it is known not to have happened; null when there is none',
    ),
  similar: z
    .array(similarPattern)
    .describe(`patterns of any service that read most like it, nearest first, at most ${maxSeenSimilar}`),
});

/** Whether lines like one log were seen before. */
export const seenLog = seenBefore
  .extend({
    patternId: z.number().int().nullable(),
    pattern: z.string().nullable(),
    isOverflow: z
      .boolean()
      .describe(
        'whether it is a line past MAX_PATTERNS, of whose like nothing is known: then all else is null',
      ),
    firstSeen: timestampOut.nullable().describe('time of the earliest line of its pattern ever stored'),
    count: z.number().int().nullable().describe('lines of its pattern ever stored, this one included'),
  })
  .meta({ id: 'SeenLog' });
export type SeenLog = z.infer<typeof seenLog>;
