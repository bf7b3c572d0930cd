import { type DbOrTx, Prisma } from '../client.ts';
import { compileWithin } from './compile-counted.ts';
import type { CompiledSearch } from './compile-search.ts';
import { findSpan } from './find-span.ts';
import type { RowPlace } from './read-newest.ts';

/**
 * The span of time in which the newest lines that hold every term lie, as a condition that says nothing new: with it a page reads a few
 * hours of the lines, however many days there are.
 */
export async function compileSpan(
  db: DbOrTx,
  { scope, exact, mixed, lookups, counts, isCountable }: CompiledSearch,
  { wanted, after }: { wanted: number; after: RowPlace | null },
): Promise<Prisma.Sql> {
  const patternIds = exact.filter((id) => counts.has(id));
  if (!isCountable || patternIds.length === 0) return Prisma.sql`true`;
  const to = Math.min(scope.to, after ? Date.parse(after.createdAt) + 1 : Infinity);
  const span = await findSpan(db, { ...scope, to }, { patternIds, wanted, direction: 'newest' });
  if (span === null) return Prisma.sql`true`;
  const isAlone = lookups.length === 0 && mixed.length === 0;
  // Lines known by an identifier may be newer, and when there are too few by pattern, older as well.
  return compileWithin(
    'created_at',
    span.isFilled || isAlone ? span.from : -Infinity,
    isAlone ? span.to : Infinity,
  );
}
