import type { AppRouter } from '@apiscope/api/router';
import { traces } from '@apiscope/core/search/resources/traces';
import { redirect } from '@remix-run/node';
import type { inferRouterInputs } from '@trpc/server';
import type { Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { filterScope, readScope } from '../range/scope.ts';
import { readFilters, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';
import { traceLink } from './trace-link.ts';

type ListInput = inferRouterInputs<AppRouter>['traces']['list'];

const pageSize = 50;

/** Reads a page of traces. @throws Response that leads to the page of one trace, which once was part of this one */
export async function loadTraces({ api, params, now }: Read) {
  const open = params.get('trace');
  if (open) throw redirect(traceLink(open));
  const scope = readScope(params, now);
  const query = {
    ...filterScope({ ...scope, service: null }, 'timestamp'),
    ...(scope.service !== null && { service: scope.service }),
    ...readFilters(traces, params),
  } as ListInput;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const [{ page, problem }, views] = await Promise.all([
    orProblem(api.traces.list.query({ ...query, ...slice }), pageSize),
    readViews(api, 'traces'),
  ]);
  return { page, problem, query, views, now };
}
