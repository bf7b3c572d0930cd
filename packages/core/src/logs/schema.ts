import { z } from 'zod';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';
import { levels } from './level.ts';

/** Bounds of one log line. */
export const logLimits = {
  message: 32_768,
  source: 200,
  service: 200,
  /** Bytes of `meta` as JSON. */
  meta: 1_048_576,
  /** Nesting of `meta`. */
  depth: 64,
  /** Logs in one request. */
  batch: 10_000,
} as const;

export const log = z
  .object({
    id: z.number().int(),
    source: z.string(),
    level: z.enum(levels),
    message: z.string(),
    meta: z.unknown().describe('structured context, redacted; null when none was sent'),
    service: z.string(),
    traceId: z.string().nullable(),
    requestId: z.string().nullable(),
    patternId: z.number().int().nullable().describe('pattern of the message'),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'Log' });
export type Log = z.infer<typeof log>;

export const newLog = z
  .strictObject({
    source: z.string().min(1).max(logLimits.source),
    level: z.enum(levels),
    message: z.string().max(logLimits.message),
    meta: z.unknown().optional().describe('any JSON, at most 1 MB and 64 levels deep'),
    service: z.string().min(1).max(logLimits.service).optional(),
    traceId: z.string().min(1).max(64).optional(),
    requestId: z.string().min(1).max(200).optional(),
    created_at: timestampIn.optional(),
  })
  .meta({ id: 'NewLog' });
export type NewLog = z.infer<typeof newLog>;

export const logIdInput = z.strictObject({ id: z.number().int().min(1) });
export const similarLogsInput = z.strictObject({
  id: z.number().int().min(1),
  limit: z.number().int().min(1).max(100).default(10),
});

/** A log found by its pattern's vector, nearest first. */
export const similarLog = log
  .extend({ similarity: z.number().describe('cosine similarity of the patterns, -1 to 1') })
  .meta({ id: 'SimilarLog' });
export type SimilarLog = z.infer<typeof similarLog>;

/** Buckets of a histogram, at most. */
export const maxHistogramBuckets = 1_000;

const howCounted = {
  isCapped: z.boolean().describe('true when only the newest rows could be counted'),
  reason: z.string().nullable().describe('why they could not all be counted'),
};

/** How many log lines there are over time and by level. */
export const logHistogram = z
  .object({
    windowSize: z.number().int().describe('width of a bucket, seconds'),
    buckets: z
      .array(
        z.object({
          start: timestampOut,
          total: z.number().int(),
          levels: z.record(z.enum(levels), z.number().int()),
        }),
      )
      .describe('without gaps, oldest first; the first and last may be cut by the range'),
    total: z.number().int(),
    ...howCounted,
  })
  .meta({ id: 'LogHistogram' });
export type LogHistogram = z.infer<typeof logHistogram>;

const facetValue = z.object({ value: z.string(), count: z.number().int() });

/** How many log lines each value of some fields has, most first; the filter of a field itself is left out of its own counts. */
export const logFacets = z
  .object({
    level: z.array(facetValue).describe('all levels, from fatal to trace'),
    service: z.array(facetValue),
    source: z.array(facetValue),
    pattern: z.array(z.object({ value: z.number().int(), label: z.string(), count: z.number().int() })),
    ...howCounted,
  })
  .meta({ id: 'LogFacets' });
export type LogFacets = z.infer<typeof logFacets>;

/** Why a stream has a gap: the cursor says nothing, rows after it are gone, or too much waited for the client. */
export const streamGapReasons = ['cursor_unreadable', 'cursor_expired', 'client_too_slow'] as const;

/** Sent in a stream instead of a row when rows between two events can no longer be given. */
export const streamGap = z
  .object({
    gap: z.object({
      reason: z.enum(streamGapReasons),
      message: z.string(),
    }),
  })
  .meta({ id: 'StreamGap' });
export type StreamGap = z.infer<typeof streamGap>;
