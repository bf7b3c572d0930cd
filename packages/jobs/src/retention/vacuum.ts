import type { Db } from '@apiscope/db/client';
import { describeDatabase } from '@apiscope/db/health/describe-database';
import { vacuumTables } from '@apiscope/db/retention/vacuum-tables';

/** Gives the room of dead rows back for use. A server does so by itself; the embedded database has nobody who would. */
export async function vacuum(_payload: unknown, { db }: { db: Db }): Promise<{ vacuumed: string[] }> {
  const { kind } = await describeDatabase(db);
  return { vacuumed: kind === 'embedded' ? await vacuumTables(db) : [] };
}
