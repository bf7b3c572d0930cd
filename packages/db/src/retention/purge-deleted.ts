import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from './delete-in-batches.ts';

/** Tables whose rows can be deleted softly, with what makes a row of theirs unique. */
const tables = {
  users: 'id',
  logs: 'id, created_at',
  request_snapshots: 'id, timestamp',
  replay_runs: 'id',
  job_runs: 'job_id',
  saved_views: 'id',
} as const;

export type Purged = Record<keyof typeof tables, number>;

/** Deletes for good what was softly deleted before `before`, milliseconds since the UTC epoch. @returns rows by table. */
export async function purgeDeleted(db: Db, before: number): Promise<Purged> {
  const where = Prisma.sql`deleted_at < ${new Date(before)}`;
  const purged: Partial<Purged> = {};
  for (const [table, key] of Object.entries(tables) as [keyof Purged, string][])
    purged[table] = await deleteInBatches(db, { table: Prisma.raw(table), key: Prisma.raw(key), where });
  return purged as Purged;
}
