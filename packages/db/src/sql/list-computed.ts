import { badParameter } from '@apiscope/core/errors';
import type { Page } from '@apiscope/core/page';
import { compareCells, matches } from '@apiscope/core/search/evaluate';
import { type Resource, relevance } from '@apiscope/core/search/fields';
import type { ListQuery } from '@apiscope/core/search/filter';
import { nearness } from '@apiscope/core/search/nearness';
import { parseListQuery } from '@apiscope/core/search/parse';
import { parsePageCursor, printPageCursor } from './cursor.ts';
import { asRanked, byDefault, nearWords } from './ranked-query.ts';

type Row = { readonly [field: string]: unknown };

/** A list whose rows are worked out, not stored. */
export type ComputedList<T extends Row> = {
  resource: Resource;
  /** What the list was asked with: page, filters, search. */
  input: Row;
  /** What else decides which rows there are, such as a range: a cursor belongs to one. */
  scope: Readonly<Record<string, string | undefined>>;
  rows: readonly T[];
  /** Fields that together tell any two rows apart. */
  identity: readonly (keyof T & string)[];
};

/**
 * One page of computed rows: filters, search and order are evaluated here, as SQL would. A cursor says how many rows come before, since
 * there is no stored row to resume at.
 * @throws AppError BAD_REQUEST naming the filter, cursor or offset at fault.
 */
export function listComputed<T extends Row>({
  resource,
  input,
  scope,
  rows,
  identity,
}: ComputedList<T>): Page<T> {
  const asked = withScope(parseListQuery(resource, input), scope);
  const exact = rows.filter((row) => matches(asked, row));
  if (asked.orderBy === relevance && exact.length === 0) return pageOfNear(asked, { rows, identity });
  const query = resume(byDefault(asked));
  const page = pageOfRows(
    query,
    exact.sort((a, b) => compareRows(query, identity, a, b)),
  );
  if (asked.orderBy !== relevance) return page;
  return { ...page, metadata: { ...page.metadata, search: { ...searched, exact: exact.length } } };
}

const searched = { exact: 0, corrections: [], searchedBackTo: null };

/** The rows that come near the words of a search of which none holds every term. */
function pageOfNear<T extends Row>(
  asked: ListQuery,
  { rows, identity }: Pick<ComputedList<T>, 'rows' | 'identity'>,
): Page<T> {
  const query = resume(asRanked(asked));
  const words = nearWords(asked);
  const refused = { ...asked, search: asked.search.filter(({ negated }) => negated) };
  const near = rows
    .map((row) => ({ row, relevance: nearness(words, textOf(asked, row)) }))
    .filter(({ row, relevance }) => relevance > 0 && matches(refused, row))
    .sort((a, b) => b.relevance - a.relevance || compareRows(byDefault(asked), identity, a.row, b.row));
  const page = pageOfRows(
    query,
    near.map(({ row }) => row),
  );
  return { ...page, metadata: { ...page.metadata, search: searched } };
}

function textOf({ resource }: ListQuery, row: Row): string {
  return resource.searched.map((name) => row[name] ?? '').join(' ');
}

function pageOfRows<T extends Row>(query: ListQuery, rows: readonly T[]): Page<T> {
  const { limit, offset } = query;
  const data = rows.slice(offset, offset + limit);
  const last = data.at(-1);
  const more = last && offset + limit < rows.length;
  const value = query.orderBy === relevance ? 0 : last && sortCellOf(last, query.orderBy);
  const nextCursor = more ? printPageCursor(query, { value: value ?? null, key: offset + limit }) : null;
  return {
    data,
    metadata: { limit, offset, total: rows.length, totalIsCapped: false, nextCursor },
  };
}

function withScope(query: ListQuery, scope: ComputedList<Row>['scope']): ListQuery {
  const given = Object.entries(scope).filter(([, value]) => value);
  if (given.length === 0) return query;
  const name = `${query.resource.name} of ${given.map((pair) => pair.join(' ')).join(', ')}`;
  return { ...query, resource: { ...query.resource, name } };
}

function resume(query: ListQuery): ListQuery {
  if (query.cursor === null) return query;
  if (query.offset > 0) throw badParameter('offset', 'cannot be combined with cursor');
  const { key, orderBy, order } = parsePageCursor(query, query.cursor);
  if (key < 0) throw badParameter('cursor', 'not a cursor of this list');
  return { ...query, orderBy, order, offset: key };
}

/** Nulls last either way, then by identity in the same direction, so that the order is total. */
function compareRows(
  { orderBy, order, resource }: ListQuery,
  identity: readonly string[],
  a: Row,
  b: Row,
): number {
  const sign = order === 'asc' ? 1 : -1;
  const [left, right] = [a[orderBy] ?? null, b[orderBy] ?? null];
  if (left === null || right === null) {
    if (left !== right) return left === null ? 1 : -1;
  } else {
    const compared = compareCells(resource.fields[orderBy]!, left, right);
    if (compared !== 0) return sign * compared;
  }
  for (const name of identity) {
    const compared = compareCells(resource.fields[name]!, a[name], b[name]);
    if (compared !== 0) return sign * compared;
  }
  return 0;
}

function sortCellOf(row: Row, name: string): string | number | null {
  const cell = row[name] ?? null;
  return cell === null || typeof cell === 'number' ? cell : String(cell);
}
