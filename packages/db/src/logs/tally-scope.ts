import type { Resolution } from '@apiscope/core/metrics/window';
import type { Query } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { compileWhere } from '../sql/where.ts';
import { compileCounted, compileWithin } from './compile-counted.ts';
import { compileOfPatterns, compileOfScope } from './compile-patterns.ts';
import { type CompiledSearch, compileEvery, compileSearch, joinAll, joinAny } from './compile-search.ts';
import { countByPattern } from './count-by-pattern.ts';
import { findSpan, type Span } from './find-span.ts';
import { compileLevelScope, type LogScope, scopeOf } from './log-scope.ts';
import { compileHolds } from './rank-patterns.ts';
import { overflowFingerprint } from './resolve-patterns.ts';
import type { SearchLimits } from './search-logs.ts';

/** Lines read at most where counters can't tell. */
const maxRead = 200_000;

/** A field whose conditions are left out, so that its other values can be seen. */
export type Ignored = 'level' | 'service' | 'source' | 'patternId' | null;

/** A way to count the lines of a query that hold every term, in any grouping. */
export type LogTally = {
  scope: LogScope;
  /** Rows (pattern_id, severity, at, count) of the lines. */
  compile(ignored: Ignored, coarsest?: Resolution): Prisma.Sql;
  /** Where lines lie, null when there is none. */
  span: Span | null;
  /** Whether only the newest lines are counted. */
  isCapped: boolean;
  /** Whether some lines are of an overflow pattern, which does not know their source. */
  hasMixed: boolean;
};

/** Decides how the lines of a query are counted: by counters, or by reading them, at most the newest of too many. */
export async function openTally(db: DbOrTx, query: Query, limits: SearchLimits = {}): Promise<LogTally> {
  const scope = scopeOf(query.filter);
  const counts = await countByPattern(db, scope);
  const terms = query.search.filter(({ negated }) => !negated);
  // Asked of all services, sources and levels, since each facet leaves out a condition of its own.
  const wide = { ...query, filter: query.filter.filter(({ field }) => field === 'created_at') };
  const search = terms.length > 0 ? await compileSearch(db, wide, { isRanked: false, ...limits }) : null;
  const span = await spanOf(db, scope);
  const hasMixed = counts.some(({ mixed }) => mixed);
  const isCountable =
    scope.rest.length === 0 &&
    terms.length === query.search.length &&
    !(hasMixed && scope.source.length > 0) &&
    !search?.isWhole;
  if (isCountable) {
    const looked = search && search.lookups.length + search.mixed.length > 0 ? search : null;
    return {
      scope,
      span,
      isCapped: false,
      hasMixed,
      compile: (ignored, coarsest) => fromCounters(query, { ignored, coarsest, looked }),
    };
  }
  const inScope = counts.reduce((sum, { count }) => sum + count, 0);
  const isCapped = inScope > maxRead;
  const read = isCapped
    ? await findSpan(db, scope, { patternIds: null, wanted: maxRead, direction: 'newest' })
    : span;
  const within = read ? compileWithin('created_at', read.from, read.to) : Prisma.sql`true`;
  return { scope, span: read, isCapped, hasMixed, compile: (ignored) => fromLines(query, ignored, within) };
}

/** The range that is asked for, and where lines are at its open ends. */
async function spanOf(db: DbOrTx, scope: LogScope): Promise<Span | null> {
  const [isFrom, isTo] = [Number.isFinite(scope.from), Number.isFinite(scope.to)];
  if (isFrom && isTo) return { from: scope.from, to: scope.to, isFilled: true };
  const [oldest, newest] = await Promise.all([
    isFrom ? null : findSpan(db, scope, { patternIds: null, wanted: 1, direction: 'oldest' }),
    isTo ? null : findSpan(db, scope, { patternIds: null, wanted: 1, direction: 'newest' }),
  ]);
  const [from, to] = [isFrom ? scope.from : oldest?.from, isTo ? scope.to : newest?.to];
  return from === undefined || to === undefined ? null : { from, to, isFilled: true };
}

function without({ filter }: Query, ignored: Ignored): Query['filter'] {
  return filter.filter(({ field }) => field !== ignored);
}

function fromLines(query: Query, ignored: Ignored, within: Prisma.Sql): Prisma.Sql {
  const where = compileWhere({ ...query, filter: without(query, ignored) });
  return Prisma.sql`SELECT pattern_id, severity, date_bin('1 minute', created_at, 'epoch') AS at, count(*) AS count
    FROM logs WHERE ${where} AND ${within} GROUP BY 1, 2, 3`;
}

type Looked = Pick<CompiledSearch, 'lookups' | 'mixed'>;

/** Counters of the patterns that hold every term, and the lines that do by an identifier or in an overflow pattern. */
function fromCounters(
  query: Query,
  {
    ignored,
    coarsest,
    looked,
  }: { ignored: Ignored; coarsest: Resolution | undefined; looked: Looked | null },
): Prisma.Sql {
  const filter = without(query, ignored);
  const scope = scopeOf(filter);
  const isOfSearch = compileOfSearch(query);
  const known = Prisma.sql`SELECT * FROM (${compileCounted(scope, coarsest)}) AS counted
    WHERE ${compileLevelScope(scope)} AND ${compileOfScope(scope)} AND ${isOfSearch}`;
  if (looked === null) return known;
  const terms = compileEvery(query.resource, query.search);
  const places = joinAny([
    ...(looked.lookups.length > 0 ? [Prisma.sql`variables && ${looked.lookups}::text[]`] : []),
    ...(looked.mixed.length > 0 ? [compileOfPatterns(looked.mixed)] : []),
  ]);
  return Prisma.sql`${known} UNION ALL
    SELECT pattern_id, severity, date_bin('1 minute', created_at, 'epoch'), count(*) FROM logs
    WHERE ${compileWhere({ ...query, filter, search: [] })} AND ${terms} AND ${places} AND NOT ${isOfSearch} GROUP BY 1, 2, 3`;
}

/** Whether every line of a pattern holds every term. */
function compileOfSearch({ search }: Query): Prisma.Sql {
  if (search.length === 0) return Prisma.sql`true`;
  const holds = joinAll(search.map(({ text }) => compileHolds(text)));
  return Prisma.sql`pattern_id IN (SELECT id FROM log_patterns WHERE fingerprint <> ${overflowFingerprint} AND ${holds})`;
}
