import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';

/** A service whose requests or logs are kept. */
export const service = z
  .object({ name: z.string(), created_at: timestampOut.describe('when it was first heard of') })
  .meta({ id: 'Service' });
export type Service = z.infer<typeof service>;
