import type { DbOrTx, Prisma } from '../client.ts';

/** Rows that were read, and how many there were to read. */
export type RowsRead<DbRow> = { rows: DbRow[]; found: number };

/**
 * The first rows of a statement, until those before hold `maxBytes`: the rest of what was found never leaves the database. There is always one
 * row where any is found, however heavy.
 * @param select has the weight of a row in bytes as `row_weight`.
 */
export async function readWeighed<DbRow>(
  db: DbOrTx,
  select: Prisma.Sql,
  maxBytes: number,
): Promise<RowsRead<DbRow>> {
  const weighed = await db.$queryRaw<(DbRow & { row_weight: unknown; before: unknown; found: bigint })[]>`
    SELECT * FROM (
      SELECT page.*, sum(row_weight) OVER (ROWS UNBOUNDED PRECEDING) - row_weight AS before, count(*) OVER () AS found
      FROM (${select}) AS page) AS weighed
    WHERE before < ${maxBytes}`;
  const rows = weighed.map(({ row_weight: _weight, before: _before, found: _found, ...row }) => row as DbRow);
  return { rows, found: Number(weighed[0]?.found ?? 0) };
}
