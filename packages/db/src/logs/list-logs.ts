import type { Log } from '@apiscope/core/logs/schema';
import type { Page } from '@apiscope/core/page';
import { relevance } from '@apiscope/core/search/fields';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { parsePageCursor } from '../sql/cursor.ts';
import { listPage } from '../sql/page.ts';
import { byDefault } from '../sql/ranked-query.ts';
import { compileSearch, joinAll } from './compile-search.ts';
import { countStages } from './count-stages.ts';
import { listReadBack } from './list-read-back.ts';
import { logColumns, logWeight, toLog } from './log-row.ts';
import { type LogPlan, planFilter } from './plan-logs.ts';
import { isSearchCursor } from './search-cursor.ts';
import { type SearchLimits, searchLogs } from './search-logs.ts';

/**
 * One page of logs: of a search by relevance unless another order is asked for, else sorted by a column. Counters tell totals and where in
 * time the rows lie, so that a page costs the same among ten million lines as among a hundred thousand.
 * @throws AppError BAD_REQUEST naming the filter, cursor or offset at fault.
 */
export async function listLogs(db: DbOrTx, query: ListQuery, limits: SearchLimits = {}): Promise<Page<Log>> {
  // A cursor keeps its order, also that of a search sorted by a column.
  const isOfColumn = query.cursor !== null && !isSearchCursor(query.cursor);
  if (query.orderBy === relevance && !isOfColumn) return searchLogs(db, query, limits);
  const isSearch = query.search.some(({ negated }) => !negated);
  return isSearch
    ? listSearch(db, byDefault(query), limits)
    : listPlanned(db, query, await planFilter(db, query));
}

/** A search sorted by a column holds every term. */
async function listSearch(db: DbOrTx, query: ListQuery, limits: SearchLimits): Promise<Page<Log>> {
  const search = await compileSearch(db, query, { isRanked: false, ...limits });
  const { base, exactly, everyTerm, isReadBack, isCountable } = search;
  if (isReadBack && isNewestFirst(query)) return listReadBack(db, query, search, limits);
  const matching = joinAll([base, isReadBack ? everyTerm : exactly]);
  if (!isCountable || isReadBack) return listPlanned(db, query, { matching, total: null });
  const { exact, isCapped } = await countStages(db, search);
  return listPlanned(db, query, { matching, total: { total: exact, totalIsCapped: isCapped } });
}

function isNewestFirst(query: ListQuery): boolean {
  const { orderBy, order } = query.cursor === null ? query : parsePageCursor(query, query.cursor);
  return orderBy === 'created_at' && order === 'desc';
}

function listPlanned(db: DbOrTx, query: ListQuery, { matching, total }: LogPlan): Promise<Page<Log>> {
  return listPage(db, {
    table: Prisma.sql`logs`,
    columns: logColumns,
    weight: logWeight,
    query,
    matching,
    ...(total && { total }),
    mapRow: toLog,
  });
}
