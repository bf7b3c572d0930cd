import type { AppRouter } from '@apiscope/api/router';
import { keys } from '@apiscope/core/search/resources/keys';
import type { inferRouterInputs } from '@trpc/server';
import type { Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { readFilters, readId, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';

type ListInput = inferRouterInputs<AppRouter>['keys']['list'];

const pageSize = 50;

/** Reads a page of keys, the open one, and the services that could have one. */
export async function loadKeys({ api, params, origin }: Read) {
  const query = readFilters(keys, params) as ListInput;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const id = readId(params, 'key');
  const [{ page, problem }, opened, services, views] = await Promise.all([
    orProblem(api.keys.list.query({ ...query, ...slice }), pageSize),
    id === null ? null : api.keys.list.query({ id__eq: id }),
    api.services.names.query(),
    readViews(api, 'keys'),
  ]);
  const detail = id === null ? null : { id, key: opened?.data[0] ?? null };
  return { page, problem, query, detail, services, views, origin };
}
