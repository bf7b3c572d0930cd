import { type DbOrTx, Prisma } from '../client.ts';
import { compileWithin } from './compile-counted.ts';
import type { CompiledSearch } from './compile-search.ts';
import { findSpan } from './find-span.ts';
import type { LogRow } from './log-row.ts';
import { placeOf, type RowPlace, readNewest } from './read-newest.ts';

/** Lines read at most before a page is answered as it is: well under a second on either database. */
export const scanBudget = 200_000;

export type Scanned = {
  rows: LogRow[];
  /** Where reading goes on; null when every line in scope has been read. */
  next: RowPlace | null;
  /** Lines from here on were read, milliseconds since the UTC epoch. */
  readBackTo: number;
};

/**
 * Reads lines newest first, in a span that counters choose so that it holds about `budget` lines in scope, and keeps those that match.
 */
export async function scanLogs(
  db: DbOrTx,
  { scope }: Pick<CompiledSearch, 'scope'>,
  {
    where,
    after,
    limit,
    budget = scanBudget,
  }: { where: Prisma.Sql; after: RowPlace | null; limit: number; budget?: number },
): Promise<Scanned> {
  const to = Math.min(scope.to, after ? Date.parse(after.createdAt) + 1 : Infinity);
  const span = await findSpan(
    db,
    { ...scope, to },
    { patternIds: null, wanted: budget, direction: 'newest' },
  );
  if (span === null) return { rows: [], next: null, readBackTo: scope.from };
  const within = Prisma.sql`${compileWithin('created_at', span.from, to)} AND ${where}`;
  const rows = await readNewest(db, { where: within, after, offset: 0, limit });
  const last = rows.at(-1);
  if (last && rows.length >= limit)
    return { rows, next: placeOf(last), readBackTo: last.createdAt.getTime() };
  const oldest = await findSpan(db, scope, { patternIds: null, wanted: 1, direction: 'oldest' });
  if (oldest === null || span.from <= oldest.from) return { rows, next: null, readBackTo: scope.from };
  return { rows, next: { createdAt: new Date(span.from).toISOString(), id: 0 }, readBackTo: span.from };
}
