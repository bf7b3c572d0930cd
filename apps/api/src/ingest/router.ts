import { ingestRequestsInput, ingestRequestsOutput } from '@apiscope/core/ingest/schema';
import { procedure, router } from '../trpc/init.ts';
import { maxBatchBody } from '../trpc/meta.ts';
import { ingestRequests } from './ingest-requests.ts';

export const ingestRouter = router({
  requests: procedure
    .meta({
      access: 'ingest',
      maxBody: maxBatchBody,
      openapi: {
        method: 'POST',
        path: '/ingest/requests',
        tags: ['ingest'],
        summary: 'Take in the requests that a service handled',
        description: 'A batchId that was taken before changes nothing, so a batch may be sent again.',
      },
    })
    .input(ingestRequestsInput)
    .output(ingestRequestsOutput)
    .mutation(({ ctx, input }) => ingestRequests(ctx.deps, input)),
});
