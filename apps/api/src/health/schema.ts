import { timestampOut } from '@apiscope/core/timestamp-schema';
import { z } from 'zod';

const part = z.object({
  status: z.enum(['ok', 'degraded']),
  message: z.string().nullable().describe('why it is not ok'),
});

const buffer = part.extend({
  buffered: z.number().int(),
  flushed: z.number().int(),
  dropped: z.number().int().describe('items given up since the process started'),
});

/** How the parts of this process and what it leans on are doing, while the database can be reached. */
export const health = z
  .object({
    status: z.enum(['ok', 'degraded']).describe('degraded when any part is'),
    checkedAt: timestampOut,
    parts: z.object({
      database: part.extend({ latency: z.number().nullable().describe('milliseconds of one round trip') }),
      queue: part.extend({
        depth: z.number().int().nullable(),
        oldestAge: z.number().nullable().describe('seconds'),
      }),
      worker: part.extend({ alive: z.number().int().nullable().describe('workers with a fresh heartbeat') }),
      streams: part.extend({
        listening: z.boolean().describe('false also where no streams are served'),
        clients: z.number().int(),
      }),
      buffers: z.object({ samples: buffer, snapshots: buffer, logs: buffer }),
    }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof health>;

export const liveness = z.object({ status: z.literal('live') }).meta({ id: 'Liveness' });
export const readiness = z.object({ status: z.literal('ready') }).meta({ id: 'Readiness' });
