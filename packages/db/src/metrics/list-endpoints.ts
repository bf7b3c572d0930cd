import { badParameter } from '@apiscope/core/errors';
import type { EndpointSummary, ListEndpointsInput } from '@apiscope/core/metrics/schema';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  summarise,
  type WindowValue,
} from '@apiscope/core/metrics/window-value';
import type { Page } from '@apiscope/core/page';
import { compareCells, matches } from '@apiscope/core/search/evaluate';
import { relevance } from '@apiscope/core/search/fields';
import type { ListQuery } from '@apiscope/core/search/filter';
import { nearness } from '@apiscope/core/search/nearness';
import { parseListQuery } from '@apiscope/core/search/parse';
import { endpoints } from '@apiscope/core/search/resources/endpoints';
import type { DbOrTx } from '../client.ts';
import { parsePageCursor, printPageCursor } from '../sql/cursor.ts';
import { asRanked, byDefault, nearWords } from '../sql/ranked-query.ts';
import { readWindows } from './read-windows.ts';
import { type AskedRange, resolveRange } from './resolve-range.ts';

/**
 * One page of counts and percentiles by service and endpoint over a range. The rows are computed from the windows, so filters, search
 * and order are evaluated here, as SQL would. Endpoints without requests in the range are not listed.
 * @throws AppError BAD_REQUEST naming the filter, cursor, offset or `endDate` at fault.
 */
export async function listEndpoints(db: DbOrTx, input: ListEndpointsInput): Promise<Page<EndpointSummary>> {
  const asked = withScope(parseListQuery(endpoints, input), input);
  const all = await summariseEndpoints(db, input);
  const exact = all.filter((row) => matches(asked, row));
  if (asked.orderBy === relevance && exact.length === 0) return pageOfNear(asked, all);
  const query = resume(byDefault(asked));
  const page = pageOfRows(
    query,
    exact.sort((a, b) => compareRows(query, a, b)),
  );
  if (asked.orderBy !== relevance) return page;
  return { ...page, metadata: { ...page.metadata, search: { ...searched, exact: exact.length } } };
}

const searched = { exact: 0, corrections: [], searchedBackTo: null };

/** The endpoints that come near the words of a search of which none holds every term. */
function pageOfNear(asked: ListQuery, all: readonly EndpointSummary[]): Page<EndpointSummary> {
  const query = resume(asRanked(asked));
  const words = nearWords(asked);
  const refused = { ...asked, search: asked.search.filter(({ negated }) => negated) };
  const near = all
    .map((row) => ({ row, relevance: nearness(words, `${row.endpoint} ${row.service}`) }))
    .filter(({ row, relevance }) => relevance > 0 && matches(refused, row))
    .sort((a, b) => b.relevance - a.relevance || compareRows(byDefault(asked), a.row, b.row));
  const page = pageOfRows(
    query,
    near.map(({ row }) => row),
  );
  return { ...page, metadata: { ...page.metadata, search: searched } };
}

function pageOfRows(query: ListQuery, rows: readonly EndpointSummary[]): Page<EndpointSummary> {
  const { limit, offset } = query;
  const data = rows.slice(offset, offset + limit);
  const last = data.at(-1);
  const more = last && offset + limit < rows.length;
  const value = query.orderBy === relevance ? 0 : last && cellOf(last, query.orderBy);
  const nextCursor = more ? printPageCursor(query, { value: value ?? null, key: offset + limit }) : null;
  return {
    data,
    metadata: { limit, offset, total: rows.length, totalIsCapped: false, nextCursor },
  };
}

/** A cursor belongs to one scope and one range: it remembers both by name. */
function withScope(query: ListQuery, { service, endpoint, startDate, endDate }: AskedRange): ListQuery {
  const scope = Object.entries({ service, endpoint, startDate, endDate }).filter(([, value]) => value);
  if (scope.length === 0) return query;
  const name = `${query.resource.name} of ${scope.map((pair) => pair.join(' ')).join(', ')}`;
  return { ...query, resource: { ...query.resource, name } };
}

/** A cursor of this list says how many rows come before, since there is no stored row to resume at. */
function resume(query: ListQuery): ListQuery {
  if (query.cursor === null) return query;
  if (query.offset > 0) throw badParameter('offset', 'cannot be combined with cursor');
  const { key, orderBy, order } = parsePageCursor(query, query.cursor);
  if (key < 0) throw badParameter('cursor', 'not a cursor of this list');
  return { ...query, orderBy, order, offset: key };
}

async function summariseEndpoints(db: DbOrTx, asked: AskedRange): Promise<EndpointSummary[]> {
  const range = await resolveRange(db, asked, { now: 0 });
  if (!range) return [];
  const byEndpoint = new Map<string, { service: string; endpoint: string; value: WindowValue }>();
  for (const { service, endpoint, value } of await readWindows(db, { scope: asked, range })) {
    const key = JSON.stringify([service, endpoint]);
    const found = byEndpoint.get(key);
    if (found) mergeIntoWindowValue(found.value, value);
    else byEndpoint.set(key, { service, endpoint, value: mergeIntoWindowValue(emptyWindowValue(), value) });
  }
  return [...byEndpoint.values()].map(({ service, endpoint, value }) => ({
    service,
    endpoint,
    ...summarise(value),
  }));
}

/** Nulls last either way, then endpoint and service in the same direction, so that the order is total. */
function compareRows({ orderBy, order }: ListQuery, a: EndpointSummary, b: EndpointSummary): number {
  const sign = order === 'asc' ? 1 : -1;
  const [left, right] = [cellOf(a, orderBy), cellOf(b, orderBy)];
  if (left === null || right === null) {
    if (left !== right) return left === null ? 1 : -1;
  } else {
    const compared = compareCells(fieldOf(orderBy), left, right);
    if (compared !== 0) return sign * compared;
  }
  return (
    sign *
    (compareCells(fieldOf('endpoint'), a.endpoint, b.endpoint) ||
      compareCells(fieldOf('service'), a.service, b.service))
  );
}

function cellOf(row: EndpointSummary, name: string): string | number | null {
  return row[name as keyof EndpointSummary];
}

function fieldOf(name: string) {
  return endpoints.fields[name as keyof typeof endpoints.fields];
}
