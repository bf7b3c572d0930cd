import { type DbOrTx, Prisma } from '../client.ts';
import { type LogRow, logColumns } from './log-row.ts';

/** Where reading newest first goes on: right after this row, or this moment with id 0 for before it. */
export type RowPlace = { createdAt: string; id: number };

/** The rows of a condition newest first. */
export function readNewest(
  db: DbOrTx,
  {
    where,
    after,
    offset,
    limit,
  }: { where: Prisma.Sql; after: RowPlace | null; offset: number; limit: number },
): Promise<LogRow[]> {
  const sliced = after ? Prisma.sql`${where} AND ${compileBefore(after)}` : where;
  return db.$queryRaw<LogRow[]>`
    SELECT ${logColumns} FROM logs WHERE ${sliced} ORDER BY logs.created_at DESC, logs.id DESC LIMIT ${limit} OFFSET ${offset}`;
}

/** Older than a place. The plain bound says nothing new, but partitions are left out by it. */
export function compileBefore({ createdAt, id }: RowPlace): Prisma.Sql {
  return Prisma.sql`(created_at <= ${createdAt}::timestamptz AND (created_at, id) < (${createdAt}::timestamptz, ${String(id)}::bigint))`;
}

export function placeOf({ createdAt, id }: LogRow): RowPlace {
  return { createdAt: createdAt.toISOString(), id: Number(id) };
}
