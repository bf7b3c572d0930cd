import { type Db, Prisma } from '../client.ts';
import { deleteInBatches } from '../retention/delete-in-batches.ts';
import type { Rest } from '../retention/rest.ts';

/**
 * Forgets replays made before `before`, milliseconds since the UTC epoch, whose snapshot is gone: nobody can reach them any more. @returns how many.
 */
export function forgetReplayRuns(db: Db, before: number, rest: Rest): Promise<number> {
  // OFFSET 0 has the planner ask the key of each day, where it might else read all snapshots to join them.
  const where = Prisma.sql`created_at < ${new Date(before)}
    AND NOT EXISTS (SELECT 1 FROM request_snapshots WHERE request_snapshots.id = replay_runs.snapshot_id OFFSET 0)`;
  return deleteInBatches(db, { table: 'replay_runs', where }, rest);
}
