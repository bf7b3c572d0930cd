import type { AppRouter } from '@apiscope/api/router';
import { endpoints } from '@apiscope/core/search/resources/endpoints';
import type { inferRouterInputs } from '@trpc/server';
import type { Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { bucketSize } from '../range/bucket-size.ts';
import { findMetrics } from '../range/find-data.server.ts';
import { metricScope, readScope } from '../range/scope.ts';
import { readFilters, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';
import { readResolution } from './resolution.ts';

type EndpointsInput = inferRouterInputs<AppRouter>['metrics']['endpoints'];

const pageSize = 50;

/** Reads the endpoints of the scope or, where the URL names one, its detail. */
export async function loadMetrics(read: Read) {
  const endpoint = read.params.get('endpoint') || null;
  return endpoint === null
    ? { view: 'list' as const, ...(await readList(read)) }
    : { view: 'detail' as const, ...(await readDetail(read, endpoint)) };
}

async function readList({ api, params, origin, now }: Read) {
  const scope = readScope(params, now);
  const query = { ...metricScope(scope), ...readFilters(endpoints, params) } as EndpointsInput;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const [{ page, problem }, views] = await Promise.all([
    orProblem(api.metrics.endpoints.query({ ...query, ...slice }), pageSize),
    readViews(api, 'endpoints'),
  ]);
  const isEmpty = page.data.length === 0 && problem === null;
  return {
    now,
    service: scope.service,
    page,
    problem,
    query,
    origin,
    elsewhere: isEmpty ? await findMetrics(api, scope.service) : null,
    views,
  };
}

async function readDetail({ api, params, now }: Read, endpoint: string) {
  const scope = readScope(params, now);
  const metrics = { ...metricScope(scope), endpoint };
  const windowSize = bucketSize(scope.span);
  const resolution = readResolution(params, scope.span);
  const query = { ...metrics, windowSize: resolution };
  const [summary, buckets, windows] = await Promise.all([
    api.metrics.summary.query(metrics),
    api.metrics.aggregate.query({ ...metrics, windowSize }),
    api.metrics.list.query({ ...query, limit: pageSize, offset: readOffset(params, pageSize) }),
  ]);
  return {
    now,
    service: scope.service,
    endpoint,
    summary,
    buckets: buckets.data,
    windowSize,
    resolution,
    query,
    windows,
  };
}
