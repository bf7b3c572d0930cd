import { timestampOut } from '@apiscope/core/timestamp-schema';
import { z } from 'zod';

/** What this process is. */
export const info = z
  .object({
    name: z.string(),
    version: z.string(),
    node: z.string().describe('version of the runtime'),
    startedAt: timestampOut,
    uptime: z.number().describe('seconds'),
    database: z
      .object({ kind: z.enum(['embedded', 'external']).nullable(), version: z.string().nullable() })
      .describe('both null while it cannot be reached'),
    retention: z
      .object({ logs: z.number().int(), snapshots: z.number().int(), metrics: z.number().int() })
      .describe('days that rows are kept, where a service has no days of its own; more in GET /retention'),
  })
  .meta({ id: 'Info' });
export type Info = z.infer<typeof info>;
