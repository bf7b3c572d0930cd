import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import { attemptReplay, type ReplayInput } from './run/attempt-replay.ts';
import type { ReplayDeps } from './run/replay-deps.ts';

/**
 * Sends a captured request again and stores what came of it; a refusal is a run of status `refused`.
 * @throws AppError NOT_FOUND when there is no such snapshot.
 */
export async function replaySnapshot(deps: ReplayDeps, input: ReplayInput): Promise<ReplayRun> {
  return (await attemptReplay(deps, input)).run;
}
