import { badParameter } from '@apiscope/core/errors';
import type { Log } from '@apiscope/core/logs/schema';
import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import { searchStart } from '@apiscope/core/search/search-place';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { DbOrTx } from '../client.ts';
import { seenTotal } from '../sql/page.ts';
import { compileSearch } from './compile-search.ts';
import { countStages, totalOf } from './count-stages.ts';
import { findSpan } from './find-span.ts';
import { toLog } from './log-row.ts';
import { parseSearchCursor, printSearchCursor } from './search-cursor.ts';
import { type Walk, walkSearch } from './walk-search.ts';

/** Bounds of a search, smaller in tests. */
export type SearchLimits = { wholeBelow?: number; scanBudget?: number };

/**
 * One page of a search by relevance. Stages follow one another, each newest first: lines that hold every term; lines that have an
 * identifier it names; the newest line of each of the best patterns; the further lines of those patterns, best first. In a scope too
 * large to be read whole, lines that hold a text inside a variable come last, found by reading back from the newest.
 * @throws AppError BAD_REQUEST naming `cursor` or `offset`.
 */
export async function searchLogs(
  db: DbOrTx,
  query: ListQuery,
  limits: SearchLimits = {},
): Promise<Page<Log>> {
  if (query.cursor !== null && query.offset > 0)
    throw badParameter('offset', 'cannot be combined with cursor');
  const start = query.cursor === null ? searchStart : parseSearchCursor(query, query.cursor);
  const search = await compileSearch(db, query, { isRanked: true, ...limits });
  const isCounted = query.countTotal !== false || query.offset > 0;
  const counts = isCounted ? await countStages(db, search) : null;
  if (counts?.isCapped && query.offset > totalOf(counts))
    throw badParameter('offset', 'lies beyond the rows that are counted; use cursor');
  const walk: Walk = {
    search,
    start,
    skip: query.offset,
    counts,
    limit: query.limit + 1,
    found: [],
    heads: null,
    scanNext: null,
    readBackTo: null,
    readPast: 0,
    ...(limits.scanBudget !== undefined && { scanBudget: limits.scanBudget }),
  };
  await walkSearch(db, walk);
  const data = walk.found.slice(0, query.limit).map(({ row }) => toLog(row));
  const nextCursor = cursorAfter(walk, query);
  const searchedBackTo = await searchedTo(db, walk, query);
  return {
    data,
    metadata: {
      limit: query.limit,
      offset: query.offset,
      ...(counts
        ? {
            total: totalOf(counts) + readNow(walk),
            totalIsCapped: counts.isCapped || searchedBackTo !== null,
          }
        : seenTotal(query, data.length, nextCursor)),
      search: { exact: counts?.exact ?? null, corrections: search.corrections, searchedBackTo },
      nextCursor,
    },
  };
}

/** Lines found by reading, which no counter knows, as far as this page has come. */
function readNow({ found, readPast }: Walk): number {
  return readPast + found.filter(({ place }) => place.stage === 'scan').length;
}

function cursorAfter({ found, limit, scanNext, heads }: Walk, query: ListQuery): string | null {
  const last = found.length >= limit ? found[query.limit - 1] : undefined;
  if (last) return printSearchCursor(query, last.place);
  if (scanNext === null) return null;
  return printSearchCursor(query, { stage: 'scan', after: scanNext, patternId: null, heads, headsGiven: 0 });
}

/** From where on every line has been read; null when all have been, or none need be. */
async function searchedTo(db: DbOrTx, walk: Walk, { limit }: ListQuery): Promise<string | null> {
  const { search, found, scanNext, readBackTo } = walk;
  if (!search.isReadBack) return null;
  if (readBackTo !== null && scanNext === null && found.length <= limit) return null;
  const shown = found.slice(0, limit).at(-1);
  if (shown?.place.stage === 'scan')
    return found.length > limit ? shown.row.createdAt.toISOString() : printTimestamp(readBackTo!);
  if (readBackTo !== null && found.length <= limit) return printTimestamp(readBackTo);
  const newest = await findSpan(db, search.scope, {
    patternIds: null,
    wanted: 1,
    direction: 'newest',
  });
  return newest && printTimestamp(newest.to);
}
