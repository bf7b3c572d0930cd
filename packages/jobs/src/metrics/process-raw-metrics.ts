import { type MergeResult, mergeBatch } from '@apiscope/db/metrics/merge-batch';
import type { JobContext } from '../job-context.ts';

/** Merges a batch of raw samples into its windows. */
export function processRawMetrics(
  { batchId }: { batchId: string },
  { db, settings }: JobContext,
): Promise<MergeResult> {
  return mergeBatch(db, { batchId, maxEndpoints: settings.maxEndpoints });
}
