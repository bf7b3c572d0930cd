import { services } from '@apiscope/core/search/resources/services';
import type { ListServicesInput } from '@apiscope/core/services/schema';
import type { Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { metricScope, readScope } from '../range/scope.ts';
import { readFilters, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';

const pageSize = 50;

/** Reads a page of services with how their requests went over the range. */
export async function loadServices({ api, params, now }: Read) {
  const { startDate, endDate } = metricScope(readScope(params, now));
  const query = { startDate, endDate, ...readFilters(services, params) } as Partial<ListServicesInput>;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const [{ page, problem }, views] = await Promise.all([
    orProblem(api.services.list.query({ ...query, ...slice }), pageSize),
    readViews(api, 'services'),
  ]);
  return { page, problem, query, views };
}
