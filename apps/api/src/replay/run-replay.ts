import { AppError } from '@apiscope/core/errors';
import type { ReplayOverrides, ReplayRun } from '@apiscope/core/replay/run-schema';
import { attemptReplay } from '@apiscope/replay/run/attempt-replay';
import type { ReplayDeps } from '@apiscope/replay/run/replay-deps';

/** Who asks, while nobody signs in. */
const actor = 'anonymous';

/**
 * Replays a captured request.
 * @throws AppError BAD_REQUEST or FORBIDDEN with the reason when it was refused, NOT_FOUND when there is no such snapshot.
 */
export async function runReplay(
  deps: ReplayDeps,
  { snapshotId, overrides }: { snapshotId: number; overrides: ReplayOverrides },
): Promise<ReplayRun> {
  const { run, refusal } = await attemptReplay(deps, { snapshotId, overrides, actor });
  if (refusal === null) return run;
  const { code, parameter, reason } = refusal;
  throw new AppError(code, `not replayed: ${reason}`, {
    ...(parameter !== null && { issues: [{ path: parameter, message: reason }] }),
    metadata: { runId: run.id },
  });
}
