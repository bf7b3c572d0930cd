import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';
import { getInfo } from './get-info.ts';
import { info } from './schema.ts';

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
