import type { SearchMetadata } from '@apiscope/core/page';
import type { SearchTerm } from '@apiscope/core/search/filter';
import { isPlainWord, lookupsOf, rankedWordsOf } from '@apiscope/core/search/lookups';
import { type DbOrTx, Prisma } from '../client.ts';
import { compileWithin } from './compile-counted.ts';
import { compilePatternScope, type LogScope } from './log-scope.ts';
import { compileHolds, rankPatterns } from './rank-patterns.ts';
import { overflowFingerprint } from './resolve-patterns.ts';

/** What the indexes know of a search. */
export type ResolvedSearch = {
  /** Patterns of which every line holds every term, and none of the negated in what its lines have in common. */
  exact: number[];
  /** Overflow patterns: each line must be looked at. */
  mixed: number[];
  /** Identifiers named by the search that lines have. */
  lookups: string[];
  /** Patterns that hold any of the words, best first. */
  ranked: number[];
  corrections: SearchMetadata['corrections'];
};

/** Asks the patterns and the index of identifiers; reads no line but those that name an identifier. */
export async function resolveSearch(
  db: DbOrTx,
  scope: LogScope,
  search: readonly SearchTerm[],
  { isRanked }: { isRanked: boolean },
): Promise<ResolvedSearch> {
  const positive = search.filter((term) => !term.negated);
  const terms = positive.map(({ text }) => text);
  const phrases = positive.filter(({ quoted }) => quoted).map(({ text }) => text);
  const negated = search.filter((term) => term.negated).map(({ text }) => text);
  const words = positive.flatMap(({ text, quoted }) => (quoted ? [] : rankedWordsOf(text)));
  const [exact, { ids, corrections }] = await Promise.all([
    findHolding(db, scope, terms, negated),
    rankPatterns(db, scope, { words: isRanked ? words : [], phrases, negated }),
  ]);
  const known = new Set(exact.ids);
  return {
    exact: exact.ids,
    mixed: exact.mixed,
    lookups: await findLookups(db, scope, terms, exact.ids.length > 0),
    ranked: ids.filter((id) => !known.has(id)),
    corrections,
  };
}

async function findHolding(
  db: DbOrTx,
  scope: LogScope,
  terms: readonly string[],
  negated: readonly string[],
): Promise<{ ids: number[]; mixed: number[] }> {
  const holds = Prisma.join(
    [...terms.map(compileHolds), ...negated.map((text) => Prisma.sql`NOT ${compileHolds(text)}`)],
    ' AND ',
  );
  const rows = await db.$queryRaw<{ id: number; mixed: boolean }[]>`
    SELECT id, fingerprint = ${overflowFingerprint} AS mixed FROM log_patterns
    WHERE ${compilePatternScope(scope)} AND (fingerprint = ${overflowFingerprint} OR (${holds}))`;
  const idsOf = (mixed: boolean): number[] => rows.filter((row) => row.mixed === mixed).map(({ id }) => id);
  return { ids: idsOf(false), mixed: idsOf(true) };
}

/** A plain word that stands in the patterns is not looked up: it would rarely be an identifier, and asking costs a probe a day. */
async function findLookups(
  db: DbOrTx,
  scope: LogScope,
  terms: readonly string[],
  hasExact: boolean,
): Promise<string[]> {
  const asked = hasExact ? terms.filter((term) => !isPlainWord(term)) : terms;
  const lookups = [...new Set(asked.flatMap(lookupsOf))];
  if (lookups.length === 0) return [];
  const rows = await db.$queryRaw<{ lookup: string }[]>`
    SELECT lookup FROM unnest(${lookups}::text[]) AS lookup
    WHERE EXISTS (SELECT 1 FROM logs WHERE variables @> ARRAY[lookup] AND ${compileWithin('created_at', scope.from, scope.to)})`;
  return rows.map(({ lookup }) => lookup);
}
