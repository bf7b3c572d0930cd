import { type Db, Prisma } from '../client.ts';

/**
 * Makes the room of dead rows usable again and renews the planner's figures, where PostgreSQL's own rule says that it is due
 * (`autovacuum_vacuum_threshold` + `autovacuum_vacuum_scale_factor`, 50 rows and a fifth of the table). Days of lines, snapshots and spans are
 * left out: nothing is stored there any more once rows are deleted from them, and their room comes back when they are dropped.
 * @see https://www.postgresql.org/docs/15/routine-vacuuming.html
 * @returns names of the tables, those with most dead rows first.
 */
export async function vacuumTables(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
    WHERE n_dead_tup > 50 + 0.2 * n_live_tup
      AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = relid AND inhparent IN ('logs'::regclass, 'request_snapshots'::regclass, 'spans'::regclass))
    ORDER BY n_dead_tup DESC`;
  // One statement a table: together they would be one long turn on the embedded database.
  for (const { name } of rows) await db.$executeRaw`VACUUM (ANALYZE) ${Prisma.raw(name)}`;
  return rows.map(({ name }) => name);
}
