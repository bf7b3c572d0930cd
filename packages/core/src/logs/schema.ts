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

/** Sent in a stream instead of a row when rows between two events can no longer be given. */
export const streamGap = z
  .object({
    gap: z.object({
      reason: z.enum(['cursor_unreadable', 'cursor_expired', 'client_too_slow']),
      message: z.string(),
    }),
  })
  .meta({ id: 'StreamGap' });
export type StreamGap = z.infer<typeof streamGap>;
