import { AppError } from '@apiscope/core/errors';
import type { ReplayOverrides, ReplayRun } from '@apiscope/core/replay/run-schema';
import { attemptReplay } from '@apiscope/replay/run/attempt-replay';
import { auditAct } from '../access/audit-act.ts';
import type { Context } from '../trpc/context.ts';
import { replayDeps } from './replay-deps.ts';

/**
 * Replays a captured request. The audit log tells of it once it is known what came of it, refused or not; the run itself says who asked.
 * @throws AppError BAD_REQUEST or FORBIDDEN with the reason when it was refused, NOT_FOUND when there is no such snapshot.
 */
export async function runReplay(
  ctx: Context,
  { snapshotId, overrides }: { snapshotId: number; overrides: ReplayOverrides },
): Promise<ReplayRun> {
  const actor = ctx.actor.name;
  const { run, refusal } = await attemptReplay(replayDeps(ctx), { snapshotId, overrides, actor });
  await auditAct(ctx, ctx.deps.db, {
    action: 'replay.run',
    subject: `request ${snapshotId}`,
    details: { run: run.id, target: run.target, status: run.status },
  });
  if (refusal === null) return run;
  const { code, parameter, reason } = refusal;
  throw new AppError(code, `not replayed: ${reason}`, {
    ...(parameter !== null && { issues: [{ path: parameter, message: reason }] }),
    metadata: { runId: run.id },
  });
}
