import { type Db, Prisma } from '@apiscope/db/client';

/** Every place `table: row` in the whole database, the queue included, where one of the texts stands. */
export async function findInTables(db: Db, texts: readonly string[]): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRaw<{ row: string; text: string }[]>`
      SELECT each::text AS row, wanted AS text FROM ${Prisma.raw(name)} AS each, unnest(${[...texts]}::text[]) AS wanted
      WHERE position(wanted IN each::text) > 0 LIMIT 20`;
    found.push(...rows.map(({ row, text }) => `${text} in ${name}: ${row.slice(0, 400)}`));
  }
  return found;
}
