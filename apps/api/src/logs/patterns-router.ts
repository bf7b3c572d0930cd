import {
  listPatternsInput,
  pattern,
  patternIdInput,
  patternPage,
  patternTrend,
  patternTrendInput,
  similarPattern,
  similarPatternsInput,
} from '@apiscope/core/logs/pattern-schema';
import { trendRange } from '@apiscope/core/logs/trend-range';
import { parseListQuery } from '@apiscope/core/search/parse';
import { patterns } from '@apiscope/core/search/resources/patterns';
import { getPattern } from '@apiscope/db/logs/get-pattern';
import { getPatternTrend } from '@apiscope/db/logs/get-pattern-trend';
import { listPatterns } from '@apiscope/db/logs/list-patterns';
import { similarPatterns } from '@apiscope/db/logs/similar-patterns';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';

const tags = ['logs'];

export const patternsRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/logs/patterns',
        tags,
        summary: 'List log patterns',
        description:
          'What lines look like once their variables are masked, a pattern a service and source. `firstSeen__gte` lists those that are new since then. `startDate` and `endDate` choose the range of the trends and do not narrow the list.',
      },
    })
    .input(listPatternsInput)
    .output(patternPage)
    .query(({ ctx: { deps }, input: { startDate, endDate, ...list } }) =>
      listPatterns(deps.db, parseListQuery(patterns, list), {
        range: trendRange({ startDate, endDate }, { now: deps.clock.now() }),
      }),
    ),

  get: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/logs/patterns/{id}', tags, summary: 'Get one log pattern' },
    })
    .input(patternIdInput)
    .output(pattern)
    .query(({ ctx, input }) => getPattern(ctx.deps.db, input)),

  trend: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/logs/patterns/{id}/trend',
        tags,
        summary: 'Count the lines of a pattern over time',
        description: 'Lines that are still there, by level. Empty buckets are listed.',
      },
    })
    .input(patternTrendInput)
    .output(patternTrend)
    .query(({ ctx: { deps }, input }) => getPatternTrend(deps.db, input, { now: deps.clock.now() })),

  similar: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/logs/patterns/{id}/similar',
        tags,
        summary: 'List patterns like one pattern',
        description: 'The patterns of any service whose vectors are nearest, nearest first.',
      },
    })
    .input(similarPatternsInput)
    .output(z.array(similarPattern))
    .query(({ ctx, input }) => similarPatterns(ctx.deps.db, input)),
});
