import { z } from 'zod';
import { pageMetadata } from '../page.ts';
import { explainUnknownKeys, filterShape, pageShape, searchShape } from '../search/list-input.ts';
import { patterns } from '../search/resources/patterns.ts';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';
import { type Level, levels } from './level.ts';
import { maxTrendPoints } from './trend-window.ts';

const count = z.number().int().min(0);

/** Lines by level, zeros included. */
export const levelCounts = z
  .object(Object.fromEntries(levels.map((level) => [level, count])) as Record<Level, typeof count>)
  .meta({ id: 'LevelCounts' });
export type LevelCounts = z.infer<typeof levelCounts>;

/** What the lines of one kind share. */
export const pattern = z
  .object({
    id: z.number().int().describe('the patternId of its lines'),
    service: z.string(),
    source: z.string(),
    pattern: z.string().describe('the text of the lines, variables masked as <num>, <ip>, <id> …'),
    isOverflow: z
      .boolean()
      .describe(
        'whether this is the pattern `<overflow>` of its service, which holds the lines, alike or not, of all patterns past MAX_PATTERNS',
      ),
    sample: z
      .string()
      .describe('the first line that was stored of the pattern, at most 2,000 characters of it'),
    count: count.describe('lines ever stored; retention and deletion take none off'),
    firstSeen: timestampOut.describe('time of the earliest line ever stored'),
    lastSeen: timestampOut.describe('time of the latest line ever stored'),
    levels: levelCounts.describe('lines that are still there, by level'),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'Pattern' });
export type Pattern = z.infer<typeof pattern>;

/** A pattern in a list. */
export const patternListItem = pattern
  .extend({ trend: z.array(count).describe('lines of each bucket of `metadata.trend`, zeros included') })
  .meta({ id: 'PatternListItem' });
export type PatternListItem = z.infer<typeof patternListItem>;

/** The buckets of a trend: epoch-aligned, of which the first and the last hold what lies within the range only. */
export const trendAxis = z
  .object({
    startDate: timestampOut.describe('start of the range, widened down to the minute'),
    endDate: timestampOut.describe('end of the range, exclusive, widened up to the minute'),
    windowSize: z.number().int().describe('seconds a bucket'),
  })
  .meta({ id: 'TrendAxis' });

/** A page of patterns, each with its trend over one range. */
export const patternPage = z.object({
  data: z.array(patternListItem),
  metadata: pageMetadata.extend({
    trend: trendAxis.describe(`the same for every row, at most ${maxTrendPoints} buckets`),
  }),
});
export type PatternPage = z.infer<typeof patternPage>;

const trendSpan = {
  startDate: timestampIn
    .optional()
    .describe('start of the trend, widened down to the minute; default: 24 hours before its end'),
  endDate: timestampIn
    .optional()
    .describe('end of the trend, exclusive, widened up to the minute; default: now'),
};

export const listPatternsInput = z.strictObject(
  { ...pageShape(patterns), ...searchShape(patterns), ...trendSpan, ...filterShape(patterns) },
  { error: explainUnknownKeys(patterns) },
);

export const patternIdInput = z.strictObject({ id: z.number().int().min(1) });

/** Most buckets of one trend. */
export const maxTrendBuckets = 1_000;

export const patternTrendInput = z.strictObject({
  ...patternIdInput.shape,
  ...trendSpan,
  windowSize: z
    .number()
    .int()
    .min(60)
    .max(366 * 86_400)
    .refine((seconds) => seconds % 60 === 0, 'expected a multiple of 60 seconds')
    .optional()
    .describe(
      `seconds a bucket, a multiple of 60, aligned to the UTC epoch, so that there are at most ${maxTrendBuckets} buckets; default: so that there are at most ${maxTrendPoints}`,
    ),
});
export type PatternTrendInput = z.infer<typeof patternTrendInput>;

/** One bucket of a pattern's trend. */
export const patternBucket = z
  .object({ windowStart: timestampOut, windowEnd: timestampOut, count, levels: levelCounts })
  .meta({ id: 'PatternBucket' });
export type PatternBucket = z.infer<typeof patternBucket>;

/** The trend of one pattern; empty buckets are listed. */
export const patternTrend = z.object({ data: z.array(patternBucket), metadata: trendAxis });
export type PatternTrend = z.infer<typeof patternTrend>;

export const similarPatternsInput = z.strictObject({
  ...patternIdInput.shape,
  limit: z.number().int().min(1).max(100).default(10),
});

/** A pattern found by its vector, nearest first. */
export const similarPattern = pattern
  .extend({ similarity: z.number().describe('cosine similarity of the vectors, -1 to 1') })
  .meta({ id: 'SimilarPattern' });
export type SimilarPattern = z.infer<typeof similarPattern>;
