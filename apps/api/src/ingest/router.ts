import { ingestLogsInput, ingestRequestsInput, ingestRequestsOutput } from '@apiscope/core/ingest/schema';
import { z } from 'zod';
import { requireService } from '../access/require-access.ts';
import { logBatchResult } from '../logs/schema.ts';
import { procedure, router } from '../trpc/init.ts';
import { maxBatchBody } from '../trpc/meta.ts';
import { ingestLogs } from './ingest-logs.ts';
import { ingestRequests } from './ingest-requests.ts';

const ingestLogsOutput = logBatchResult
  .extend({ duplicate: z.boolean().describe('true when this batchId was taken before') })
  .meta({ id: 'IngestLogsResult' });

export const ingestRouter = router({
  requests: procedure
    .meta({
      access: 'ingest',
      intake: true,
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
    .mutation(({ ctx, input }) => {
      requireService(ctx.actor, input.service);
      return ingestRequests(ctx.deps, input);
    }),

  logs: procedure
    .meta({
      access: 'ingest',
      intake: true,
      maxBody: maxBatchBody,
      openapi: {
        method: 'POST',
        path: '/ingest/logs',
        tags: ['ingest'],
        summary: 'Take in a batch of log lines of a service, once',
        description:
          'Lines are judged one by one; those that cannot be stored are listed. A batchId that was taken before changes nothing, so a batch may be sent again.',
      },
    })
    .input(ingestLogsInput)
    .output(ingestLogsOutput)
    .mutation(({ ctx, input }) => {
      requireService(ctx.actor, input.service);
      return ingestLogs(ctx.deps, input, ctx.actor);
    }),
});
