import type { SearchMetadata } from '@apiscope/core/page';
import { editDistance } from '@apiscope/core/search/edit-distance';
import { type DbOrTx, Prisma } from '../client.ts';
import { escapeLike } from '../sql/where.ts';
import { compilePatternScope, type LogScope } from './log-scope.ts';

/** Patterns that hold any of some words, best first. */
export type RankedPatterns = { ids: number[]; corrections: SearchMetadata['corrections'] };

/** Words as they were typed; phrases of which every pattern must hold each, and terms of which none may hold any. */
type Wanted = { words: readonly string[]; phrases: readonly string[]; negated: readonly string[] };

/**
 * Ranks the patterns in scope by how well their words fit (PostgreSQL's `ts_rank` over OR-ed lexemes). A word that stands in no pattern at
 * all is read as the words most like it, so that a typing error costs little. Patterns of one rank are in the order of their ids, which new lines don't change.
 */
export async function rankPatterns(
  db: DbOrTx,
  scope: Pick<LogScope, 'pattern' | 'source'>,
  { words, phrases, negated }: Wanted,
): Promise<RankedPatterns> {
  if (words.length === 0) return { ids: [], corrections: [] };
  const lexemes = await readLexemes(db, words);
  const missing = lexemes.filter(({ known }) => !known);
  const corrections = missing.length > 0 ? await correct(db, missing) : [];
  const wanted = [
    ...lexemes.filter(({ known }) => known).map(({ lexeme }) => lexeme),
    ...corrections.flatMap(({ read }) => read),
  ];
  if (wanted.length === 0) return { ids: [], corrections: [] };
  const query = Prisma.sql`(SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery FROM unnest(${wanted}::text[]) AS lexeme)`;
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM log_patterns
    WHERE lexemes @@ ${query} AND ${compilePatternScope(scope)} AND ${compileStatics({ phrases, negated })}
    ORDER BY ts_rank(lexemes, ${query}) DESC, id DESC`;
  return { ids: rows.map(({ id }) => id), corrections };
}

/** Whether a pattern or its source holds each phrase and none of the negated terms. */
function compileStatics({ phrases, negated }: Omit<Wanted, 'words'>): Prisma.Sql {
  const conditions = [
    ...phrases.map(compileHolds),
    ...negated.map((text) => Prisma.sql`NOT ${compileHolds(text)}`),
  ];
  return conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`true`;
}

/** Parts the pieces of a pattern, as `pattern_statics` of the migrations puts it. */
const staticsSeparator = '\u0001';

/** Whether every line of a pattern holds a text: in what its lines have in common, or in the name of their source. */
export function compileHolds(text: string): Prisma.Sql {
  // It would be found between two pieces of a pattern, where lines have something else.
  if (text.includes(staticsSeparator)) return Prisma.sql`false`;
  const like = `%${escapeLike(text)}%`;
  return Prisma.sql`(statics ILIKE ${like}::text OR source ILIKE ${like}::text)`;
}

type Lexeme = { lexeme: string; known: boolean };

/** The lexemes of the words without stop words, and whether any pattern has them. */
function readLexemes(db: DbOrTx, words: readonly string[]): Promise<Lexeme[]> {
  return db.$queryRaw<Lexeme[]>`
    SELECT lexeme, EXISTS (SELECT 1 FROM log_patterns WHERE lexemes @@ quote_literal(lexeme)::tsquery) AS known
    FROM unnest(to_tsvector('english', search_words(${words.join(' ')})))`;
}

/** Shortest lexeme that is taken for a typing error, characters. */
const minCorrected = 4;
/** Lexemes that one word is read as, at most. */
const maxReadings = 3;

/** Lexemes of patterns that are one edit away, or two from a long one. */
async function correct(db: DbOrTx, missing: readonly Lexeme[]): Promise<SearchMetadata['corrections']> {
  const words = missing.map(({ lexeme }) => lexeme).filter(({ length }) => length >= minCorrected);
  if (words.length === 0) return [];
  const near = await db.$queryRaw<{ typed: string; word: string }[]>`
    SELECT typed, word FROM ts_stat('SELECT lexemes FROM log_patterns') CROSS JOIN unnest(${words}::text[]) AS typed
    WHERE length(word) BETWEEN length(typed) - 2 AND length(typed) + 2 AND similarity(word, typed) > 0.2
    ORDER BY similarity(word, typed) DESC, ndoc DESC, word`;
  return words.flatMap((typed) => {
    const limit = typed.length < 6 ? 1 : 2;
    const distances = near
      .filter((each) => each.typed === typed)
      .map(({ word }) => ({ word, distance: editDistance(typed, word, limit) }));
    const least = Math.min(...distances.map(({ distance }) => distance));
    const read = distances
      .filter(({ distance }) => distance === least && distance <= limit)
      .map(({ word }) => word);
    return read.length > 0 ? [{ word: typed, read: read.slice(0, maxReadings) }] : [];
  });
}
