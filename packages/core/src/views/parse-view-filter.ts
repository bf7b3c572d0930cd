import { AppError, type Issue } from '../errors.ts';
import type { Resource } from '../search/fields.ts';
import type { Condition } from '../search/filter.ts';
import { listOrders } from '../search/list-orders.ts';
import { type Parameters, parseQuery } from '../search/parse.ts';
import { maxSearchLength } from '../search/terms.ts';
import { joinList } from '../search/values.ts';
import { type ViewFilter, viewLimits } from './schema.ts';

/** A filter, or what is wrong with it, each parameter named as it was given. */
type Checked = { filter: ViewFilter; issues: Issue[] };

/**
 * Reads what a view asks of its resource, from a query string or an object: `field__op`, `search`, `order_by` and `order`.
 * Values come out in the type of their field, and a list as the text of `in`, so that the list of the resource takes them as
 * they are, and two filters that say the same are equal but for the order of their keys.
 */
export function parseViewFilter(resource: Resource, input: string | Parameters): Checked {
  const given = typeof input === 'string' ? [...new URLSearchParams(input)] : Object.entries(input);
  const issues = repeated(given.map(([path]) => path));
  const filter: ViewFilter = {};
  for (const [path, value] of given.filter(([path]) => !path.includes('__'))) {
    const message = explainWord(resource, path, value);
    if (message) issues.push({ path, message });
    else if (value !== '') filter[path] = value as string;
  }
  const conditions = Object.fromEntries(given.filter(([path]) => path.includes('__')));
  try {
    const query = parseQuery(resource, { ...conditions, search: filter.search });
    for (const condition of query.filter)
      filter[`${condition.field}__${condition.op}`] = printValue(condition);
  } catch (error) {
    if (!(error instanceof AppError) || error.issues === undefined) throw error;
    issues.push(...error.issues);
  }
  return { filter, issues };
}

function repeated(paths: string[]): Issue[] {
  const twice = new Set(paths.filter((path, at) => paths.indexOf(path) !== at));
  return [...twice].map((path) => ({ path, message: 'given more than once' }));
}

/** Why a parameter that is no condition is no part of a view, or null when it is one. */
function explainWord(resource: Resource, path: string, value: unknown): string | null {
  if (path === 'search') {
    const fits = typeof value === 'string' && value.length <= maxSearchLength;
    return fits ? null : `expected text of at most ${maxSearchLength} characters`;
  }
  const choices = path === 'order' ? ['asc', 'desc'] : path === 'order_by' ? listOrders(resource) : null;
  if (choices === null) return 'unknown parameter';
  return choices.some((choice) => choice === value) ? null : `expected one of ${choices.join(', ')}`;
}

function printValue({ value }: Condition): ViewFilter[string] {
  return typeof value === 'object' ? joinList(value) : value;
}

/** Why a filter is too long for a link, or null when it isn't. */
export function explainLength(filter: ViewFilter): string | null {
  const entries = Object.entries(filter).map(([name, value]) => [name, String(value)]);
  const { length } = new URLSearchParams(entries).toString();
  return length > viewLimits.filter
    ? `at most ${viewLimits.filter} characters as a query string, it has ${length}`
    : null;
}
