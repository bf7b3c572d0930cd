import { pageOf } from '@apiscope/core/page';
import { listTracesInput, trace, traceIdInput, wholeTrace } from '@apiscope/core/traces/schema';
import { getTrace } from '@apiscope/db/traces/get-trace';
import { listTraces } from '@apiscope/db/traces/list-traces';
import { procedure, router } from '../trpc/init.ts';

const tags = ['traces'];

export const tracesRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/traces',
        tags,
        summary: 'List traces',
        description: 'What is known of each trace as a whole. A trace id is searched for as it is.',
      },
    })
    .input(listTracesInput)
    .output(pageOf(trace))
    .query(({ ctx, input }) => listTraces(ctx.deps.db, input)),

  get: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/traces/{traceId}',
        tags,
        summary: 'Get one trace with its spans, logs and captured requests',
      },
    })
    .input(traceIdInput)
    .output(wholeTrace)
    .query(({ ctx, input }) => getTrace(ctx.deps.db, input)),
});
