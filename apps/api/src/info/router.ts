import { timestampOut } from '@apiscope/core/timestamp-schema';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';
import { getInfo } from './get-info.ts';

export const info = z
  .object({
    name: z.string(),
    version: z.string(),
    node: z.string().describe('version of the runtime'),
    startedAt: timestampOut,
    uptime: z.number().describe('seconds'),
    database: z.object({
      kind: z.enum(['embedded', 'external']),
      version: z.string().nullable().describe('null while the database is away'),
    }),
  })
  .meta({ id: 'Info' });
export type Info = z.infer<typeof info>;

export const infoRouter = router({
  get: procedure
    .meta({
      access: 'public',
      openapi: { method: 'GET', path: '/info', tags: ['health'], summary: 'Version, uptime and database' },
    })
    .input(z.strictObject({}).optional())
    .output(info)
    .query(({ ctx }) => getInfo(ctx.deps)),
});
