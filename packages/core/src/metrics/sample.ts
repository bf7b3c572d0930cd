import { z } from 'zod';

/** Most requests that one sampled request may stand for: a sampling rate of one in a million. */
export const maxWeight = 1_000_000;

/** Longest latency of a request, ms: a day. */
export const maxLatency = 86_400_000;

/**
 * One request as it waits to be merged into its window: what a metric batch stores.
 * Sizes in bytes, duration in ms; null where unknown, `status` null when there was no response.
 */
export const sample = z.object({
  /** Arrival, milliseconds since the UTC epoch. */
  at: z.number().int(),
  endpoint: z.string(),
  status: z.number().int().nullable(),
  duration: z.number().nullable(),
  requestSize: z.number().int().nullable(),
  responseSize: z.number().int().nullable(),
  country: z.string().nullable(),
  /** Requests that it stands for, 1 to {@link maxWeight}; 1 when absent. */
  weight: z.number().min(1).max(maxWeight).optional(),
  /** Whether it is an estimate; when absent, whether it stands for others. */
  approximate: z.boolean().optional(),
  /** Id of who called, redacted, and a name for it. */
  consumer: z.string().optional(),
  consumerName: z.string().optional(),
});
export type Sample = z.infer<typeof sample>;
