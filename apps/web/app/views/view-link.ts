import type { NamedRange } from '@apiscope/core/range/schema';
import type { Resource } from '@apiscope/core/search/fields';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { parseViewFilter } from '@apiscope/core/views/parse-view-filter';
import type { View } from '@apiscope/core/views/schema';
import { defaultRange, readRange, writeRange } from '../range/range.ts';
import { printColumns, readColumns } from '../search/read-columns.ts';
import { filterKeys } from '../search/read-filters.ts';
import { scopeOf } from '../shell/nav-items.ts';

/** What of a view an address says. */
export type ViewParts = Pick<View, 'columns' | 'range' | 'service'> & {
  /** The filter as the address has it; whether it is sound is the API's to say. */
  filter: string;
};

/** Whether service and range of the top bar narrow what a page shows. Where they do not, they are carried along, no part of a view. */
export function isScoped(resource: string): boolean {
  return !['jobs', 'keys', 'audit'].includes(resource);
}

/** What the address says that a view keeps. */
export function readViewParts(resource: Resource, params: URLSearchParams): ViewParts {
  const words = ['search', 'order_by', 'order'].filter((name) => params.get(name));
  const names = [...filterKeys(params), ...words];
  const filter = new URLSearchParams(names.map((name) => [name, params.get(name) ?? '']));
  const parts = { filter: filter.toString(), columns: readColumns(params) };
  return isScoped(resource.name)
    ? { ...parts, range: namedRange(params), service: params.get('service') || null }
    : { ...parts, range: null, service: null };
}

/** The query string of a view's page: the URL is the state, `view` only remembers where it came from. */
export function viewSearch(view: View, params: URLSearchParams): string {
  const next = isScoped(view.resource) ? scopeOfView(view) : new URLSearchParams(scopeOf(`?${params}`));
  for (const [name, value] of Object.entries(view.filter)) next.set(name, String(value));
  const columns = printColumns(view.columns);
  if (columns !== null) next.set('columns', columns);
  next.set('view', String(view.id));
  return `?${next}`;
}

/** What the address shows, in the one form that {@link stateOfView} writes too; null when its resource would refuse it. */
export function stateOfAddress(resource: Resource, params: URLSearchParams): string | null {
  const parts = readViewParts(resource, params);
  const { filter, issues } = parseViewFilter(resource, parts.filter);
  return issues.length > 0 ? null : stateOf({ ...parts, filter });
}

/** What a view shows, however it was written. */
export function stateOfView(view: View): string {
  return stateOf(isScoped(view.resource) ? view : { ...view, range: null, service: null });
}

function stateOf({
  filter,
  columns,
  range,
  service,
}: Pick<View, 'filter' | 'columns' | 'range' | 'service'>) {
  const conditions = Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1));
  const span = range ?? defaultRange;
  return JSON.stringify([
    conditions,
    columns,
    typeof span === 'string' ? span : [span.from, span.to],
    service,
  ]);
}

function namedRange(params: URLSearchParams): NamedRange {
  const { range } = readRange(params);
  return range.kind === 'relative'
    ? range.name
    : { from: printTimestamp(range.start), to: printTimestamp(range.end) };
}

function scopeOfView({ service, range }: View): URLSearchParams {
  const scope = new URLSearchParams(typeof range === 'string' ? { range } : (range ?? {}));
  if (service !== null) scope.set('service', service);
  return writeRange(scope, readRange(scope).range);
}
