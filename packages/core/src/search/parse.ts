import { AppError, type Issue } from '../errors.ts';
import { explainUnknown } from './explain-unknown.ts';
import { type Resource, relevance } from './fields.ts';
import type { Condition, Filter, ListQuery, Query } from './filter.ts';
import { defaultLimit } from './list-input.ts';
import type { Operator } from './operators.ts';
import { parseSearch } from './terms.ts';
import { parseValue, ValueError } from './values.ts';

/** Parameters by name, as a validated tRPC input or a decoded query string. */
export type Parameters = { readonly [name: string]: unknown };

const paging = new Set(['limit', 'offset', 'cursor', 'order_by', 'order', 'search', 'lastEventId']);

/**
 * Reads every `field__op` of the input into a filter, in the order given. Keys without `__` belong to the caller.
 * @throws AppError BAD_REQUEST with one issue per parameter that names no field, no operator, or has a value of the wrong type.
 */
export function parseFilter(resource: Resource, input: Parameters): Filter {
  const filter: Condition[] = [];
  const issues: Issue[] = [];
  for (const [path, raw] of Object.entries(input)) {
    if (raw === undefined || paging.has(path) || !path.includes('__')) continue;
    const parsed = parseCondition(resource, path, raw);
    if ('message' in parsed) issues.push({ path, message: parsed.message });
    else filter.push(parsed);
  }
  if (issues.length > 0) throw badParameters(issues);
  return filter;
}

/** A 400 that lists every parameter at fault. */
export function badParameters(issues: Issue[]): AppError {
  return new AppError('BAD_REQUEST', issues.map(({ path, message }) => `${path}: ${message}`).join('; '), {
    issues,
  });
}

function parseCondition(resource: Resource, path: string, raw: unknown): Condition | { message: string } {
  const unknown = explainUnknown(resource, path);
  if (unknown) return { message: unknown };
  const [field, op] = path.split('__') as [string, Operator];
  try {
    return { field, op, value: parseValue(resource.fields[field]!, op, raw) };
  } catch (error) {
    if (error instanceof ValueError) return { message: error.message };
    throw error;
  }
}

/** Reads filter and search of an input. @throws AppError BAD_REQUEST naming each parameter at fault. */
export function parseQuery(resource: Resource, input: Parameters): Query {
  return { resource, filter: parseFilter(resource, input), search: parseSearch(searchText(input)) };
}

function searchText({ search }: Parameters): string {
  if (typeof search !== 'string') return '';
  if (search.includes('\0'))
    throw badParameters([{ path: 'search', message: 'a NUL character cannot be stored' }]);
  if (/\p{Surrogate}/u.test(search))
    throw badParameters([{ path: 'search', message: 'a lone surrogate is not valid Unicode' }]);
  return search;
}

/** By relevance where there is something to search for and nothing else is asked, or it is asked outright. */
function orderOf(
  { resource, search }: Query,
  asked: { orderBy: string | null; order: string | null },
): string {
  const isSearch = resource.ranked === true && search.some(({ negated }) => !negated);
  if (asked.orderBy === relevance) return isSearch ? relevance : resource.defaultOrder.by;
  return asked.orderBy ?? (isSearch && asked.order === null ? relevance : resource.defaultOrder.by);
}

/** Reads a whole list input, with the resource's default order where none is given. */
export function parseListQuery(resource: Resource, input: Parameters): ListQuery {
  const orderBy = typeof input.order_by === 'string' ? input.order_by : null;
  const order = input.order === 'asc' || input.order === 'desc' ? input.order : null;
  const query = parseQuery(resource, input);
  return {
    ...query,
    orderBy: orderOf(query, { orderBy, order }),
    order: order ?? resource.defaultOrder.direction,
    explicit: { orderBy: orderBy !== null, order: order !== null },
    limit: typeof input.limit === 'number' ? input.limit : defaultLimit,
    offset: typeof input.offset === 'number' ? input.offset : 0,
    cursor: typeof input.cursor === 'string' ? input.cursor : null,
  };
}
