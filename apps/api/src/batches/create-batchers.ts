import { createBatcher } from '@apiscope/core/batch/batcher';
import type { Sample } from '@apiscope/core/metrics/sample';
import { ownService } from '@apiscope/core/services/own-service';
import { inTransaction } from '@apiscope/db/client';
import { claimBatch } from '@apiscope/db/ingest/claim-batch';
import { insertLogs, type PreparedLog } from '@apiscope/db/logs/insert-logs';
import type { PatternRules } from '@apiscope/db/logs/resolve-patterns';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { withPartitions } from '@apiscope/db/partitions/ensure-partitions';
import { insertSnapshots, type NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import { enqueue } from '@apiscope/jobs/enqueue';
import type { Batchers, Deps } from '../deps.ts';
import { isRefused } from './is-refused.ts';

/** Items held of each kind while the database is away; beyond it the newest are dropped and counted. */
const capacity = { samples: 50_000, snapshots: 2_000, logs: 10_000 };
/** Longest wait of an item before it is sent, ms: short enough for a dashboard that follows. */
const maxAgeMs = 500;
/** Longest pause between tries, ms: once the database is back, what was held is stored within seconds. */
const longestPauseMs = 4_000;

/**
 * Makes the buffers between the requests and the database; each delivers a batch in one transaction, or tries again. A database that goes
 * away just as it commits leaves open whether it has: the batch's id, stored with it, keeps the next try from storing it twice.
 */
export function createBatchers({
  db,
  log,
  clock,
  newId,
  patternRules,
}: Pick<Deps, 'db' | 'log' | 'clock' | 'newId'> & { patternRules: PatternRules }): Batchers {
  const common = { maxAgeMs, retry: { capMs: longestPauseMs }, clock, newId, isPermanent: isRefused };
  // A line about lost log lines must not become one of them.
  const quiet = log.child({ recorded: false });
  const onDrop = (kind: keyof Batchers) => (items: readonly unknown[], reason: string) =>
    quiet.warn({ kind, items: items.length, reason }, 'items were dropped');

  return {
    samples: createBatcher<Sample>({
      ...common,
      maxItems: 500,
      capacity: capacity.samples,
      onDrop: onDrop('samples'),
      flush: (samples, { batchId }) =>
        inTransaction(db, async (tx) => {
          if (await addMetricBatch(tx, { batchId, service: ownService, samples }))
            await enqueue(tx, 'process_raw_metrics', { batchId });
        }),
    }),
    snapshots: createBatcher<NewSnapshot>({
      ...common,
      maxItems: 100,
      capacity: capacity.snapshots,
      onDrop: onDrop('snapshots'),
      flush: (snapshots, { batchId }) => {
        const moments = snapshots.map(({ timestamp }) => timestamp);
        return withPartitions(db, { table: 'request_snapshots', moments }, () =>
          inTransaction(db, async (tx) => {
            if (await claimBatch(tx, batchId)) await insertSnapshots(tx, snapshots);
          }),
        );
      },
    }),
    logs: createBatcher<PreparedLog>({
      ...common,
      maxItems: 500,
      capacity: capacity.logs,
      onDrop: onDrop('logs'),
      flush: async (logs, { batchId }) => {
        await insertLogs(db, logs, patternRules, (tx) => claimBatch(tx, batchId));
      },
    }),
  };
}
