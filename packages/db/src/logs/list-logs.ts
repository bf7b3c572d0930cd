import type { Log } from '@apiscope/core/logs/schema';
import type { Page } from '@apiscope/core/page';
import { relevance } from '@apiscope/core/search/fields';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { logColumns, logWeight, toLog } from './log-row.ts';
import { planLogs } from './plan-logs.ts';
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
  const { matching, total } = await planLogs(db, query, limits);
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
