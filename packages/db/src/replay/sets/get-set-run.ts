import type { SetRun } from '@apiscope/core/replay/set-run-schema';
import { type DbOrTx, Prisma } from '../../client.ts';
import { type SetRunRow, setRunColumns, setRunNotFound, toSetRun } from './set-run-row.ts';

/** One run of a set with its progress. @throws AppError NOT_FOUND when there is none, or its set is deleted. */
export async function getSetRun(db: DbOrTx, id: number): Promise<SetRun> {
  const [row] = await db.$queryRaw<SetRunRow[]>(
    Prisma.sql`SELECT ${setRunColumns} FROM replay_set_runs WHERE id = ${String(id)}::bigint AND deleted_at IS NULL`,
  );
  if (!row) throw setRunNotFound(id);
  return toSetRun(row);
}
