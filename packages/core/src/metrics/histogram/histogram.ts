import { z } from 'zod';

const counts = z.array(z.number().min(0));

/**
 * A histogram as OpenTelemetry has it, all values ≥ 0. `explicit`: bucket n holds values in (bounds[n - 1], bounds[n]], the last one all above. `exponential`:
 * bucket n holds values in (base^(offset + n), base^(offset + n + 1)], base = 2^(2^-scale) (metrics data model, "ExponentialHistogram").
 */
export const histogram = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('explicit'), count: z.number(), bounds: z.array(z.number()), counts }),
  z.object({
    kind: z.literal('exponential'),
    count: z.number(),
    scale: z.number().int(),
    zeroCount: z.number(),
    offset: z.number().int(),
    counts,
  }),
]);
export type Histogram = z.infer<typeof histogram>;
export type ExponentialHistogram = Extract<Histogram, { kind: 'exponential' }>;
