import { service } from '@apiscope/core/services/schema';
import { listServices } from '@apiscope/db/services/list-services';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';

export const servicesRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/services', tags: ['services'], summary: 'List services, by name' },
    })
    .input(z.strictObject({}).optional())
    .output(z.array(service))
    .query(({ ctx }) => listServices(ctx.deps.db)),
});
