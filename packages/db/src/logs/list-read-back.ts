import { badParameter } from '@apiscope/core/errors';
import type { Log } from '@apiscope/core/logs/schema';
import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { DbOrTx } from '../client.ts';
import { type PageCursor, parsePageCursor, printPageCursor } from '../sql/cursor.ts';
import { seenTotal } from '../sql/page.ts';
import { type CompiledSearch, joinAll } from './compile-search.ts';
import { toLog } from './log-row.ts';
import { placeOf, type RowPlace } from './read-newest.ts';
import { scanLogs } from './scan-logs.ts';

/**
 * One page, newest first, of the lines that hold every term of a search that no index knows: read in bounded steps, so that a page may be
 * short or empty while `nextCursor` leads on.
 * @throws AppError BAD_REQUEST naming `cursor`, or `offset` when it lies beyond what one step reads.
 */
export async function listReadBack(
  db: DbOrTx,
  query: ListQuery,
  search: CompiledSearch,
  { scanBudget }: { scanBudget?: number },
): Promise<Page<Log>> {
  const { offset, limit } = query;
  if (query.cursor !== null && offset > 0) throw badParameter('offset', 'cannot be combined with cursor');
  const { rows, next, readBackTo } = await scanLogs(db, search, {
    where: joinAll([search.base, search.everyTerm]),
    after: query.cursor === null ? null : placeIn(parsePageCursor(query, query.cursor)),
    limit: offset + limit + 1,
    ...(scanBudget !== undefined && { budget: scanBudget }),
  });
  if (next !== null && rows.length < offset)
    throw badParameter('offset', 'lies beyond the rows that were read; use cursor');
  const page = rows.slice(offset, offset + limit);
  const last = page.at(-1);
  const goOn = rows.length > offset + limit && last ? placeOf(last) : next;
  const nextCursor = goOn && printPageCursor(byTime(query), { value: goOn.createdAt, key: goOn.id });
  const searchedBackTo = goOn && (rows.length > offset + limit ? goOn.createdAt : printTimestamp(readBackTo));
  return {
    data: page.map(toLog),
    metadata: {
      limit,
      offset,
      ...seenTotal(query, page.length, nextCursor),
      search: { exact: null, corrections: [], searchedBackTo },
      nextCursor,
    },
  };
}

function byTime(query: ListQuery): ListQuery {
  return { ...query, orderBy: 'created_at', order: 'desc' };
}

function placeIn({ value, key }: PageCursor): RowPlace {
  return { createdAt: String(value), id: key };
}
