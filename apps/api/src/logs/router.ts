import {
  log,
  logFacets as logFacetsSchema,
  logHistogram as logHistogramSchema,
  logIdInput,
  similarLog,
  similarLogsInput,
} from '@apiscope/core/logs/schema';
import { seenLog as seenLogSchema } from '@apiscope/core/logs/seen-schema';
import { pageOf } from '@apiscope/core/page';
import { listInput } from '@apiscope/core/search/list-input';
import { parseListQuery, parseQuery } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import { getLog } from '@apiscope/db/logs/get-log';
import { listLogs } from '@apiscope/db/logs/list-logs';
import { logFacets } from '@apiscope/db/logs/log-facets';
import { logHistogram } from '@apiscope/db/logs/log-histogram';
import { seenLog } from '@apiscope/db/logs/seen-log';
import { similarLogs } from '@apiscope/db/logs/similar-logs';
import { z } from 'zod';
import { trackEvents } from '../stream/track-events.ts';
import { procedure, router } from '../trpc/init.ts';
import { maxBatchBody } from '../trpc/meta.ts';
import { createLogs } from './create-logs.ts';
import { ndjsonHint } from './ndjson.ts';
import { patternsRouter } from './patterns-router.ts';
import {
  createLogsInput,
  createLogsOutput,
  logFacetsInput,
  logHistogramInput,
  streamLogsInput,
} from './schema.ts';

const tags = ['logs'];

export const logsRouter = router({
  list: procedure
    .meta({ access: 'read', openapi: { method: 'GET', path: '/logs', tags, summary: 'List logs' } })
    .input(listInput(logs))
    .output(pageOf(log))
    .query(({ ctx, input }) => listLogs(ctx.deps.db, parseListQuery(logs, input))),

  histogram: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/logs/histogram',
        tags,
        summary: 'Count logs over time',
        description: 'Lines that match the filters and hold every term of the search, by bucket and level.',
      },
    })
    .input(logHistogramInput)
    .output(logHistogramSchema)
    .query(({ ctx, input: { windowSize, ...query } }) =>
      logHistogram(ctx.deps.db, parseQuery(logs, query), { windowSize }),
    ),

  facets: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/logs/facets',
        tags,
        summary: 'Count logs by level, service, source and pattern',
        description:
          'The conditions on a field are left out of its own counts, so that its other values show.',
      },
    })
    .input(logFacetsInput)
    .output(logFacetsSchema)
    .query(({ ctx, input }) => logFacets(ctx.deps.db, parseQuery(logs, input))),

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

  seen: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/logs/{id}/seen',
        tags,
        summary: 'Tell whether lines like one log were seen before',
        description:
          'First and last time, how often, and the last version of the service without it. The time of a version goes from when it first appeared (a log with `meta.version` or `meta["service.version"]`, or a captured request with a version) to when the next one did; it is without a pattern when it ended before the first line of it ever, or when the lines since then are still there and none in its time is of it.',
      },
    })
    .input(logIdInput)
    .output(seenLogSchema)
    .query(({ ctx, input }) => seenLog(ctx.deps.db, input)),

  patterns: patternsRouter,

  create: procedure
    .meta({
      access: 'ingest',
      successStatus: 201,
      intake: true,
      maxBody: maxBatchBody,
      bodyHint: ndjsonHint,
      openapi: { method: 'POST', path: '/logs', tags, summary: 'Store one log or a batch of logs' },
    })
    .input(createLogsInput)
    .output(createLogsOutput)
    .mutation(({ ctx, input }) => createLogs(ctx.deps, input, ctx.actor)),

  stream: procedure
    .meta({ access: 'read' })
    .input(streamLogsInput.prefault({}))
    .subscription(({ ctx, input, signal }) =>
      trackEvents(ctx, ctx.deps.hub.logs, {
        query: parseQuery(logs, input),
        lastEventId: input.lastEventId,
        signal,
      }),
    ),
});
