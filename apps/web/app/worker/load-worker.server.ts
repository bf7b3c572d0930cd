import type { AppRouter } from '@apiscope/api/router';
import { jobs } from '@apiscope/core/search/resources/jobs';
import type { inferRouterInputs } from '@trpc/server';
import { nullIfMissing, type Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { readFilters, readId, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';

type ListInput = inferRouterInputs<AppRouter>['worker']['list'];

const pageSize = 50;

/** Reads the queue's numbers, workers and schedule, a page of jobs and the open one. */
export async function loadWorker({ api, params, now }: Read) {
  const query = readFilters(jobs, params) as ListInput;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const id = readId(params, 'job');
  const [stats, crons, { page, problem }, job, views] = await Promise.all([
    api.worker.stats.query(),
    api.worker.crons.query(),
    orProblem(api.worker.list.query({ ...query, ...slice }), pageSize),
    id === null ? null : nullIfMissing(api.worker.get.query({ id })),
    readViews(api, 'jobs'),
  ]);
  const detail = id === null ? null : { id, job };
  return { now, stats, crons, page, problem, query, detail, views };
}
