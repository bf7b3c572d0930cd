import { type DbOrTx, Prisma } from '../client.ts';
import { type EmbeddedTable, embeddedTableNames } from './embedded-tables.ts';

/** How many rows of each table have no vector, or one of another version. */
export async function countStaleEmbeddings(
  db: DbOrTx,
  version: string,
): Promise<Record<EmbeddedTable, number>> {
  const counts = embeddedTableNames.map(
    (table) => Prisma.sql`
      SELECT ${table} AS "table", count(*)::int AS count FROM ${Prisma.raw(table)} WHERE embedding_version IS DISTINCT FROM ${version}`,
  );
  const rows = await db.$queryRaw<
    { table: EmbeddedTable; count: number }[]
  >`${Prisma.join(counts, ' UNION ALL ')}`;
  return Object.fromEntries(rows.map(({ table, count }) => [table, count])) as Record<EmbeddedTable, number>;
}
