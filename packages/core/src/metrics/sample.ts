import { z } from 'zod';

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
});
export type Sample = z.infer<typeof sample>;
