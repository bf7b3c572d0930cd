import { AppError } from '@apiscope/core/errors';
import type { Log } from '@apiscope/core/logs/schema';
import type { DbOrTx } from '../client.ts';
import { type LogRow, logColumns, toLog } from './log-row.ts';

/** One log. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getLog(db: DbOrTx, { id }: { id: number }): Promise<Log> {
  const [row] = await db.$queryRaw<LogRow[]>`
    SELECT ${logColumns} FROM logs WHERE id = ${String(id)}::bigint AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no log ${id}`);
  return toLog(row);
}
