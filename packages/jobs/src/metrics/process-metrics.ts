import { floorToWindow } from '@apiscope/core/metrics/window';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { type Verified, verifyRollups } from '@apiscope/db/metrics/verify-rollups';
import type { JobContext } from '../job-context.ts';

const day = 86_400_000;

/** Checks rollups against their minutes and rebuilds those that differ: of the last two days, or from `since` on. */
export async function processMetrics(
  { since }: { since?: string | undefined },
  { db, log, now, settings }: JobContext,
): Promise<Verified> {
  const asked = since === undefined ? now - day : readTimestamp(since);
  // Minutes past their retention may be gone in part, so what is left of them says nothing of their rollups.
  const kept = now - settings.retentionDays.metrics * day + day;
  const verified = await verifyRollups(db, { since: floorToWindow(Math.max(asked, kept), day / 1_000) });
  if (verified.rebuilt > 0) log.warn(verified, 'rollups differed from their minutes and were rebuilt');
  return verified;
}
