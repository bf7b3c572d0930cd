import type { AppRouter } from '@apiscope/api/router';
import { relevance } from '@apiscope/core/search/fields';
import { logs } from '@apiscope/core/search/resources/logs';
import { parseSearch } from '@apiscope/core/search/terms';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { inferRouterInputs } from '@trpc/server';
import { filterScope, type Scope } from '../range/scope.ts';
import { readFilters } from '../search/read-filters.ts';

type Inputs = inferRouterInputs<AppRouter>['logs'];
type ListInput = Inputs['list'];
type StreamInput = Inputs['stream'];
type CountsInput = Inputs['facets'];

/** Lines read at once. */
export const pageSize = 200;

/**
 * What the URL asks of `logs.list`. Whether it is sound is the API's to say. An order is always named: here a search is newest first, and
 * every term must hold, unless the best matches are asked for.
 */
export function logsQuery(params: URLSearchParams, scope: Scope): ListInput {
  return {
    ...filterScope(scope, 'created_at'),
    order_by: logs.defaultOrder.by,
    ...readFilters(logs, params),
  } as ListInput;
}

/** The same as `logs.stream` takes it. */
export function streamQuery(query: ListInput): StreamInput {
  return selectionOf(query);
}

/** The same as the histogram and the facets take it; a range that follows the clock ends now, so that it is counted to its end. */
export function countsQuery(params: URLSearchParams, scope: Scope): CountsInput {
  const end = { created_at__lt: printTimestamp(scope.span.end) };
  return { ...end, ...selectionOf(logsQuery(params, scope)) };
}

function selectionOf({ order: _order, order_by: _by, ...selection }: ListInput): CountsInput {
  return selection;
}

/** Whether a search text names something to find, rather than only what must be absent. */
export function hasTerms(search: string | null): boolean {
  return parseSearch(search ?? '').some(({ negated }) => !negated);
}

/** Whether the lines come by how well they match; without anything to match that order is no order. */
export function isByRelevance(params: URLSearchParams): boolean {
  return params.get('order_by') === relevance && hasTerms(params.get('search'));
}

/** Which lines come first, as the menu says it. */
export function orderShown(params: URLSearchParams): 'newest' | 'oldest' | 'relevance' {
  if (isByRelevance(params)) return 'relevance';
  return params.get('order') === 'asc' ? 'oldest' : 'newest';
}

/** Whether arrivals belong on top: newest first, by time. */
export function isFollowing(params: URLSearchParams): boolean {
  const by = params.get('order_by') ?? logs.defaultOrder.by;
  const isByTime = by === 'created_at' || (by === relevance && !isByRelevance(params));
  return isByTime && params.get('order') !== 'asc';
}

/** Parameters that say how lines are shown, not which. */
const looks = ['log', 'columns', 'view', 'facets', 'chart'];

/** What decides which lines are asked for: everything else in the address. */
export function linesKey(params: URLSearchParams): string {
  const key = new URLSearchParams(params);
  for (const name of looks) key.delete(name);
  return key.toString();
}
