import { AppError } from '@apiscope/core/errors';
import type { SetRun, SetRunStatus } from '@apiscope/core/replay/set-run-schema';
import { type DbOrTx, Prisma } from '../../client.ts';
import { getSetRun } from './get-set-run.ts';
import { type SetRunRow, setRunColumns, toSetRun } from './set-run-row.ts';

/** What may be done to a run, in which states, and the state that it has then. */
const moves = {
  pause: { from: ['queued', 'running'], to: 'paused' },
  resume: { from: ['paused'], to: 'queued' },
  cancel: { from: ['queued', 'running', 'paused'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly SetRunStatus[]; to: SetRunStatus }>;

/**
 * Pauses, resumes or cancels a run. The state is what the sender asks for before each request, so no request is begun after it; those
 * under way are let to end.
 * @throws AppError NOT_FOUND when there is none; CONFLICT when its state does not allow it.
 */
export async function steerSetRun(
  db: DbOrTx,
  { id, move }: { id: number; move: keyof typeof moves },
): Promise<SetRun> {
  const { from, to } = moves[move];
  const [row] = await db.$queryRaw<SetRunRow[]>(Prisma.sql`
    UPDATE replay_set_runs SET status = ${to}, updated_at = now(),
      finished_at = CASE WHEN ${to}::text = 'cancelled' THEN now() ELSE finished_at END
    WHERE id = ${String(id)}::bigint AND deleted_at IS NULL AND status = ANY (${[...from]}::text[])
    RETURNING ${setRunColumns}`);
  if (row) return toSetRun(row);
  const { status } = await getSetRun(db, id);
  throw new AppError('CONFLICT', `run ${id} is ${status}; ${move} needs it to be ${from.join(' or ')}`);
}
