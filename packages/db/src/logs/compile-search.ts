import type { Resource } from '@apiscope/core/search/fields';
import type { Query, SearchTerm } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { compileTerm, compileWhere } from '../sql/where.ts';
import { compileOfPatterns } from './compile-patterns.ts';
import { countPatterns } from './count-patterns.ts';
import { type LogScope, scopeOf } from './log-scope.ts';
import { type ResolvedSearch, resolveSearch } from './resolve-search.ts';

/** Below this many lines in scope a search reads each of them: it takes milliseconds, and nothing can be missed. */
export const readWholeBelow = 20_000;

/** A search ready to run: which lines hold every term, and which come near, as conditions of disjoint sets of rows. */
export type CompiledSearch = ResolvedSearch & {
  scope: LogScope;
  /** Filter and negated terms: what every line must hold whatever its rank. */
  base: Prisma.Sql;
  /** Lines that hold every term, as far as the indexes know, or as read when the scope is read whole. */
  exactly: Prisma.Sql;
  /** Lines that hold every term, for certain. */
  everyTerm: Prisma.Sql;
  /** Whether a line has an identifier that the search names. */
  identified: Prisma.Sql;
  /** Whether `exactly` misses no line: else those that hold a term inside a variable are found by reading alone. */
  isWhole: boolean;
  /** Whether lines are read for a text that no index knows: where none is known to hold every term or to come near, or it was asked for in quotes. */
  isReadBack: boolean;
  /** Whether every line of a pattern in scope counts: then counters know how many lines there are. */
  isCountable: boolean;
  /** Lines in scope of those patterns, as counters know them, and of all. */
  counts: ReadonlyMap<number, number>;
  inScope: number;
};

/** Resolves and compiles the search of a query; counters and patterns are asked, lines are not read. */
export async function compileSearch(
  db: DbOrTx,
  query: Query,
  { isRanked, wholeBelow = readWholeBelow }: { isRanked: boolean; wholeBelow?: number },
): Promise<CompiledSearch> {
  const { resource, filter, search } = query;
  const scope = scopeOf(filter);
  const negated = search.filter((term) => term.negated);
  const resolved = await resolveSearch(db, scope, search, { isRanked });
  const { counts, inScope } = await countPatterns(db, scope, [...resolved.exact, ...resolved.ranked]);
  const everyTerm = compileEvery(
    resource,
    search.filter((term) => !term.negated),
  );
  const identified =
    resolved.lookups.length > 0 ? Prisma.sql`variables && ${resolved.lookups}::text[]` : Prisma.sql`false`;
  const isWhole = inScope < wholeBelow;
  const isKnown =
    resolved.lookups.length > 0 || resolved.mixed.length > 0 || resolved.exact.some((id) => counts.has(id));
  const isQuoted = search.some((term) => term.quoted && !term.negated);
  return {
    ...resolved,
    scope,
    base: compileWhere({ resource, filter, search: negated }),
    exactly: isWhole ? everyTerm : compileKnown(resolved, everyTerm, identified),
    everyTerm,
    identified,
    isWhole,
    isReadBack: !isWhole && (isQuoted || (!isKnown && resolved.ranked.length === 0)),
    isCountable: !isWhole && scope.rest.length === 0 && negated.length === 0,
    counts,
    inScope,
  };
}

/**
 * Whether a line holds every term. Neither index nor statistics can tell, so they should not be asked: the planner would compare each term
 * with samples of every partition, which takes longer than the query, but does not look into CASE.
 */
export function compileEvery(resource: Resource, terms: readonly SearchTerm[]): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${joinAll(terms.map((term) => compileTerm(resource, term)))} THEN true ELSE false END`;
}

/** Lines that hold every term as the indexes know it: by their pattern, or by an identifier or in a mixed pattern and read in the line. */
function compileKnown(
  { exact, mixed, lookups }: ResolvedSearch,
  everyTerm: Prisma.Sql,
  identified: Prisma.Sql,
): Prisma.Sql {
  const looked = [
    ...(lookups.length > 0 ? [identified] : []),
    ...(mixed.length > 0 ? [compileOfPatterns(mixed)] : []),
  ];
  const known = [
    ...(exact.length > 0 ? [compileOfPatterns(exact)] : []),
    ...(looked.length > 0 ? [Prisma.sql`(${joinAny(looked)} AND ${everyTerm})`] : []),
  ];
  return joinAny(known);
}

/** Any of the conditions; none holds where there is none, and a single one can use its index. */
export function joinAny(conditions: Prisma.Sql[]): Prisma.Sql {
  if (conditions.length === 0) return Prisma.sql`false`;
  return conditions.length === 1 ? conditions[0]! : Prisma.sql`(${Prisma.join(conditions, ' OR ')})`;
}

export function joinAll(conditions: Prisma.Sql[]): Prisma.Sql {
  return conditions.length > 0 ? Prisma.sql`(${Prisma.join(conditions, ' AND ')})` : Prisma.sql`true`;
}
