import type { AppRouter } from '@apiscope/api/router';
import { logs } from '@apiscope/core/search/resources/logs';
import type { inferRouterInputs } from '@trpc/server';
import { filterScope, type Scope } from '../range/scope.ts';
import { readFilters } from '../search/read-filters.ts';

type ListInput = inferRouterInputs<AppRouter>['logs']['list'];
type StreamInput = inferRouterInputs<AppRouter>['logs']['stream'];

/** Lines read at once. */
export const pageSize = 200;

/** What the URL asks of `logs.list`. Whether it is sound is the API's to say. */
export function logsQuery(params: URLSearchParams, scope: Scope): ListInput {
  return { ...filterScope(scope, 'created_at'), ...readFilters(logs, params) } as ListInput;
}

/** The same as `logs.stream` takes it. */
export function streamQuery({ order: _order, order_by: _by, ...filters }: ListInput): StreamInput {
  return filters;
}

/** Whether arrivals belong on top: newest first, by time. */
export function isFollowing(params: URLSearchParams): boolean {
  const by = params.get('order_by') ?? logs.defaultOrder.by;
  return by === 'created_at' && params.get('order') !== 'asc';
}
