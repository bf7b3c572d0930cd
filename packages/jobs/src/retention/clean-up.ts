import { forgetJobs } from '@apiscope/db/jobs/forget-jobs';
import { forgetBatches } from '@apiscope/db/metrics/forget-batches';
import { dropPartitionsBefore } from '@apiscope/db/partitions/drop-partitions';
import { expireSnapshots } from '@apiscope/db/replay/expire-snapshots';
import { purgeDeleted } from '@apiscope/db/retention/purge-deleted';
import type { JobContext } from '../job-context.ts';

const day = 86_400_000;
/** Days for which a softly deleted row could be brought back. */
const graceDays = 7;

/**
 * Applies the retention of every kind. Each kind is tried even when another one fails, for example because readers hold a partition;
 * then the job fails as a whole and is tried again.
 */
export async function cleanUp(
  _payload: unknown,
  { db, log, now, settings }: JobContext,
): Promise<Record<string, unknown>> {
  const { logs, snapshots, metrics, jobs } = settings.retentionDays;
  const before = (days: number): number => now - days * day;
  const kinds: Record<string, () => Promise<unknown>> = {
    logs: () => dropPartitionsBefore(db, 'logs', before(logs)),
    snapshots: () => expireSnapshots(db, before(snapshots)),
    minuteWindows: () => dropPartitionsBefore(db, 'metrics_minutes', before(metrics)),
    batches: () => forgetBatches(db, before(metrics)),
    jobs: () => forgetJobs(db, before(jobs)),
    deleted: () => purgeDeleted(db, before(graceDays)),
  };
  const done: Record<string, unknown> = {};
  const failed: string[] = [];
  for (const [kind, apply] of Object.entries(kinds)) {
    try {
      done[kind] = await apply();
    } catch (error) {
      log.warn({ err: error, kind }, 'retention of one kind failed');
      failed.push(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failed.length > 0) throw new Error(`retention failed for ${failed.join('; ')}`);
  return done;
}
