import { log, logIdInput, similarLog, similarLogsInput } from '@apiscope/core/logs/schema';
import { pageOf } from '@apiscope/core/page';
import { listInput } from '@apiscope/core/search/list-input';
import { parseListQuery, parseQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import { getLog } from '@apiscope/db/logs/get-log';
import { listLogs } from '@apiscope/db/logs/list-logs';
import { similarLogs } from '@apiscope/db/logs/similar-logs';
import { z } from 'zod';
import { trackEvents } from '../stream/track-events.ts';
import { procedure, router } from '../trpc/init.ts';
import { maxBatchBody } from '../trpc/meta.ts';
import { createLogs } from './create-logs.ts';
import { ndjsonHint } from './ndjson.ts';
import { createLogsInput, createLogsOutput, streamLogsInput } from './schema.ts';

const tags = ['logs'];

export const logsRouter = router({
  list: procedure
    .meta({ access: 'read', openapi: { method: 'GET', path: '/logs', tags, summary: 'List logs' } })
    .input(listInput(logs))
    .output(pageOf(log))
    .query(({ ctx, input }) => listLogs(ctx.deps.db, parseListQuery(logs, input))),

  get: procedure
    .meta({ access: 'read', openapi: { method: 'GET', path: '/logs/{id}', tags, summary: 'Get one log' } })
    .input(logIdInput)
    .output(log)
    .query(({ ctx, input }) => getLog(ctx.deps.db, input)),

  similar: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/logs/{id}/similar',
        tags,
        summary: 'List logs like one log',
        description: 'Newest log of each pattern whose vector is nearest to that of the log’s own pattern.',
      },
    })
    .input(similarLogsInput)
    .output(z.array(similarLog))
    .query(({ ctx, input }) => similarLogs(ctx.deps.db, input)),

  create: procedure
    .meta({
      access: 'ingest',
      successStatus: 201,
      maxBody: maxBatchBody,
      bodyHint: ndjsonHint,
      openapi: { method: 'POST', path: '/logs', tags, summary: 'Store one log or a batch of logs' },
    })
    .input(createLogsInput)
    .output(createLogsOutput)
    .mutation(({ ctx, input }) => createLogs(ctx.deps, input)),

  stream: procedure
    .meta({ access: 'read' })
    .input(streamLogsInput.prefault({}))
    .subscription(({ ctx, input, signal }) =>
      trackEvents(ctx.deps.hub.logs, {
        query: parseQuery(logs, input),
        lastEventId: input.lastEventId,
        signal,
      }),
    ),
});
