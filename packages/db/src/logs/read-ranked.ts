import { type DbOrTx, Prisma } from '../client.ts';
import { type LogRow, logColumns } from './log-row.ts';
import { compileBefore, type RowPlace } from './read-newest.ts';

type Wanted = {
  /** Patterns, best first. */
  ids: readonly number[];
  where: Prisma.Sql;
  /** In the first pattern, only rows after this place. */
  after: RowPlace | null;
  /** Rows of one pattern at most, and of all. */
  perPattern: number;
  offset: number;
  limit: number;
};

/** The newest rows of each pattern, in the order of the patterns. */
export function readRanked(
  db: DbOrTx,
  { ids, where, after, perPattern, offset, limit }: Wanted,
): Promise<LogRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const resumed = after ? Prisma.sql`(place > 1 OR ${compileBefore(after)})` : Prisma.sql`true`;
  return db.$queryRaw<LogRow[]>`
    SELECT ${logColumns} FROM unnest(${[...ids]}::int[]) WITH ORDINALITY AS ranked (ranked_id, place)
    CROSS JOIN LATERAL (
      SELECT * FROM logs WHERE pattern_id = ranked_id AND ${where} AND ${resumed}
      ORDER BY logs.created_at DESC, logs.id DESC LIMIT ${perPattern}
    ) AS newest
    ORDER BY place, newest.created_at DESC, newest.id DESC LIMIT ${limit} OFFSET ${offset}`;
}

/** Rows by their ids, in that order. */
export function readByIds(db: DbOrTx, ids: readonly number[], where: Prisma.Sql): Promise<LogRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db.$queryRaw<LogRow[]>`
    SELECT ${logColumns} FROM logs WHERE id = ANY (${ids.map(String)}::bigint[]) AND ${where}
    ORDER BY array_position(${ids.map(String)}::bigint[], id)`;
}
