import type { PageMetadata } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import type { DbOrTx, Prisma } from '../client.ts';
import { type PageCursor, parsePageCursor } from '../sql/cursor.ts';
import { compileWhere } from '../sql/where.ts';
import { compileWithin } from './compile-counted.ts';
import { compileOfPatterns, fewPatterns } from './compile-patterns.ts';
import { joinAll } from './compile-search.ts';
import { countByPattern, type PatternCount } from './count-by-pattern.ts';
import { countInScope } from './count-in-scope.ts';
import { findSpan } from './find-span.ts';
import { type LogScope, scopeOf } from './log-scope.ts';

/** How a list sorted by a column finds its rows. */
export type LogPlan = {
  /** Selects the rows of the filter and search, narrowed to where counters know that they lie. */
  matching: Prisma.Sql;
  /** The number of rows, where counters know it. */
  total: Pick<PageMetadata, 'total' | 'totalIsCapped'> | null;
};

/** Asks the counters where the rows of a filter are, and how many. */
export async function planFilter(db: DbOrTx, query: ListQuery): Promise<LogPlan> {
  const scope = scopeOf(query.filter);
  const matching = compileWhere(query);
  if (scope.rest.length > 0 || query.search.length > 0) return { matching, total: null };
  if (!isNarrow(scope)) {
    // A walk that does not count needs no total.
    const isCounted = query.countTotal !== false;
    return {
      matching,
      total: isCounted ? { total: await countInScope(db, scope), totalIsCapped: false } : null,
    };
  }
  const counts = await countByPattern(db, scope);
  const isCountable = !(scope.source.length > 0 && counts.some(({ mixed }) => mixed));
  const narrowed = isCountable ? await narrow(db, query, scope, counts) : [];
  return {
    matching: joinAll([matching, ...narrowed]),
    total: isCountable ? { total: sumOf(counts), totalIsCapped: false } : null,
  };
}

function isNarrow({ source, level, pattern }: LogScope): boolean {
  return source.length + level.length + pattern.length > 0;
}

/** Reads the patterns that counters name where they are few, and the hours in which the page lies where it is sorted by time. */
async function narrow(
  db: DbOrTx,
  query: ListQuery,
  scope: LogScope,
  counts: readonly PatternCount[],
): Promise<Prisma.Sql[]> {
  const patternIds = counts.map(({ id }) => id);
  const byPattern = patternIds.length <= fewPatterns ? [compileOfPatterns(patternIds)] : [];
  const after = query.cursor === null ? null : parsePageCursor(query, query.cursor);
  const { orderBy, order } = after ?? query;
  if (orderBy !== 'created_at') return byPattern;
  const span = await findSpan(db, beyond(scope, order, after), {
    patternIds,
    wanted: query.offset + query.limit + 1,
    direction: order === 'asc' ? 'oldest' : 'newest',
  });
  return [...byPattern, ...(span ? [compileWithin('created_at', span.from, span.to)] : [])];
}

/** What of the scope a cursor leaves: it names the moment of the last row that was given. */
function beyond(scope: LogScope, order: 'asc' | 'desc', after: PageCursor | null): LogScope {
  if (after === null) return scope;
  const at = Date.parse(String(after.value));
  return order === 'asc'
    ? { ...scope, from: Math.max(scope.from, at) }
    : { ...scope, to: Math.min(scope.to, at + 1) };
}

function sumOf(counts: readonly PatternCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
