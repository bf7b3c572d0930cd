import { AppError } from '@apiscope/core/errors';
import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import type { DbOrTx } from '../client.ts';
import { type RunRow, runColumns, toRun } from './run-row.ts';

/** One replay, with the text that is stored of its answer. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getReplayRun(
  db: DbOrTx,
  id: number,
): Promise<{ run: ReplayRun; responseText: string | null }> {
  const [row] = await db.$queryRaw<RunRow[]>`
    SELECT ${runColumns} FROM replay_runs WHERE id = ${String(id)}::bigint AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no replay ${id}`);
  return { run: toRun(row), responseText: row.responseBody };
}
