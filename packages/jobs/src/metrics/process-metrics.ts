import { floorToWindow } from '@apiscope/core/metrics/window';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { type Verified, verifyRollups } from '@apiscope/db/metrics/verify-rollups';
import type { JobContext } from '../job-context.ts';

const day = 86_400_000;

/** Checks rollups against their minutes and rebuilds those that differ: of the last two days, or from `since` on. */
export async function processMetrics(
  { since }: { since?: string | undefined },
  { db, log, now }: JobContext,
): Promise<Verified> {
  const asked = since === undefined ? now - day : readTimestamp(since);
  const verified = await verifyRollups(db, { since: floorToWindow(asked, day / 1_000) });
  if (verified.rebuilt > 0) log.warn(verified, 'rollups differed from their minutes and were rebuilt');
  return verified;
}
