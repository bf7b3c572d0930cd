import type { Condition, Query } from './filter.ts';
import { printSearch } from './terms.ts';
import { joinList } from './values.ts';

/** Writes a query as URL parameters that {@link parseQuery} reads back to the same filter and search. */
export function printQuery({ filter, search }: Pick<Query, 'filter' | 'search'>): URLSearchParams {
  const parameters = new URLSearchParams(
    filter.map((condition) => [`${condition.field}__${condition.op}`, printValue(condition)]),
  );
  if (search.length > 0) parameters.set('search', printSearch(search));
  return parameters;
}

function printValue({ value }: Condition): string {
  return Array.isArray(value) ? joinList(value) : String(value);
}
