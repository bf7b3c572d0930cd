import type { ReplayOverrides, ReplayPreview } from '@apiscope/core/replay/run-schema';
import { getWholeSnapshot } from '@apiscope/db/replay/get-whole-snapshot';
import { planReplay } from './run/plan-replay.ts';
import { redactRequest } from './run/redact-request.ts';
import type { ReplayDeps } from './run/replay-deps.ts';

/** Tells what a replay would send, and sends nothing. @throws AppError NOT_FOUND when there is no such snapshot. */
export async function previewReplay(
  deps: ReplayDeps,
  { snapshotId, overrides }: { snapshotId: number; overrides: ReplayOverrides },
): Promise<ReplayPreview> {
  const snapshot = await getWholeSnapshot(deps.db, snapshotId);
  // Whether it has to be confirmed is told, not asked.
  const { destination, built, refusal, needsValue } = await planReplay(deps, {
    snapshot,
    overrides: { ...overrides, confirm: true },
    key: deps.newId(),
  });
  const shown =
    built && redactRequest(deps.redactor, built.request, { hidden: Object.keys(destination?.headers ?? {}) });
  return {
    target: destination?.kind === 'target' ? destination.name : null,
    isInProcess: destination?.kind === 'own',
    method: snapshot.method,
    url: shown?.url ?? null,
    headers: shown?.headers ?? null,
    body: shown?.body ?? null,
    needsValue,
    needsConfirm: built?.needsConfirm ?? false,
    refusal,
  };
}
