import type { AppRouter } from '@apiscope/api/router';
import { audit } from '@apiscope/core/search/resources/audit';
import type { inferRouterInputs } from '@trpc/server';
import type { Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { filterScope, readScope } from '../range/scope.ts';
import { readFilters, readId, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';

type ListInput = inferRouterInputs<AppRouter>['audit']['list'];

const pageSize = 50;

/** Reads a page of the audit log and the open line. */
export async function loadAudit({ api, params, now }: Read) {
  const scope = { ...readScope(params, now), service: null };
  const query = { ...filterScope(scope, 'created_at'), ...readFilters(audit, params) } as ListInput;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const id = readId(params, 'entry');
  const [{ page, problem }, opened, views] = await Promise.all([
    orProblem(api.audit.list.query({ ...query, ...slice }), pageSize),
    id === null ? null : api.audit.list.query({ id__eq: id }),
    readViews(api, 'audit'),
  ]);
  const detail = id === null ? null : { id, entry: opened?.data[0] ?? null };
  return { page, problem, query, detail, views, now };
}
