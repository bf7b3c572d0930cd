import type { AppRouter } from '@apiscope/api/router';
import { patterns } from '@apiscope/core/search/resources/patterns';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { inferRouterInputs } from '@trpc/server';
import { nullIfMissing, type Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { bucketSize } from '../range/bucket-size.ts';
import { readScope, type Scope } from '../range/scope.ts';
import { readFilters, readId, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';

type ListInput = inferRouterInputs<AppRouter>['logs']['patterns']['list'];

const pageSize = 50;
/** Patterns like the open one that are shown. */
const nearestShown = 8;

/** Reads a page of patterns with their trends over the range, and the open one with what is like it. */
export async function loadPatterns({ api, params, now }: Read) {
  const scope = readScope(params, now);
  const query = {
    ...(scope.service === null ? {} : { service__eq: scope.service }),
    ...spanOf(scope),
    ...readFilters(patterns, params),
  } as ListInput;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const id = readId(params, 'pattern');
  const asked = api.logs.patterns.list.query({ ...query, ...slice });
  const [{ page, problem }, detail, views] = await Promise.all([
    orProblem(asked, pageSize),
    id === null ? null : readDetail(api, id, scope),
    readViews(api, 'patterns'),
  ]);
  const windowSize = problem ? null : (await asked).metadata.trend.windowSize;
  const isEmpty = page.data.length === 0 && problem === null;
  const isFirstRun = isEmpty && (await api.logs.patterns.list.query({ limit: 1 })).data.length === 0;
  return { now, page, problem, query, windowSize, detail, isFirstRun, views };
}

async function readDetail(api: Read['api'], id: number, scope: Scope) {
  const windowSize = bucketSize(scope.span);
  const [pattern, trend, nearest] = await Promise.all([
    nullIfMissing(api.logs.patterns.get.query({ id })),
    nullIfMissing(api.logs.patterns.trend.query({ id, windowSize, ...spanOf(scope) })),
    nullIfMissing(api.logs.patterns.similar.query({ id, limit: nearestShown })),
  ]);
  return { id, pattern, trend, nearest: nearest ?? [] };
}

function spanOf({ span }: Scope) {
  return { startDate: printTimestamp(span.start), endDate: printTimestamp(span.end) };
}
