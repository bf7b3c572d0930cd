import { sample as sampleSchema } from '@apiscope/core/metrics/sample';
import { type Db, inTransaction, type Tx } from '../client.ts';
import { defaultMaxConsumers } from '../consumers/admit-consumers.ts';
import { mergeConsumers } from '../consumers/merge-consumers.ts';
import { withPartitions } from '../partitions/ensure-partitions.ts';
import { lockService } from '../services/lock-service.ts';
import { notify } from '../stream/notify.ts';
import { admitEndpoints } from './admit-endpoints.ts';
import { countSamples, groupSamples } from './group-samples.ts';
import { mergeWindows } from './merge-windows.ts';
import { metricsChannel } from './metric-row.ts';

export type MergeOptions = {
  batchId: string;
  /** Distinct endpoints a service may have; further ones are counted as `overflow`. */
  maxEndpoints: number;
  /** Distinct consumers a service may have; further ones are counted as `overflow`. */
  maxConsumers?: number;
};

/** What came of a batch: `merged` now, `seen` when it had been merged before, `unknown` when there is no such batch (any more). */
export type MergeResult = { outcome: 'merged' | 'seen' | 'unknown'; samples: number; windows: number };

/**
 * Merges the samples of a batch into their minute, hour and day windows, in one transaction with the mark that this was done, so
 * that however often a batch is tried it counts once.
 */
export async function mergeBatch(db: Db, options: MergeOptions): Promise<MergeResult> {
  const moments = await momentsOf(db, options.batchId);
  return withPartitions(db, { table: 'metrics_minutes', moments }, () =>
    inTransaction(db, (tx) => mergeOnce(tx, options)),
  );
}

/** One moment for each day that the batch touches. */
async function momentsOf(db: Db, batchId: string): Promise<number[]> {
  const rows = await db.$queryRaw<{ day: bigint }[]>`
    SELECT DISTINCT (sample ->> 'at')::bigint / 86400000 AS day
    FROM metric_batches, jsonb_array_elements(samples) AS sample WHERE id = ${batchId}::uuid`;
  return rows.map(({ day }) => Number(day) * 86_400_000);
}

type StoredBatch = {
  service: string;
  version: string | null;
  stage: string | null;
  samples: unknown;
  merged: boolean;
};

async function mergeOnce(
  tx: Tx,
  { batchId, maxEndpoints, maxConsumers = defaultMaxConsumers }: MergeOptions,
): Promise<MergeResult> {
  const [batch] = await tx.$queryRaw<StoredBatch[]>`
    SELECT service, version, stage, samples, processed_at IS NOT NULL AS merged FROM metric_batches WHERE id = ${batchId}::uuid FOR UPDATE`;
  if (!batch) return { outcome: 'unknown', samples: 0, windows: 0 };
  if (batch.merged) return { outcome: 'seen', samples: 0, windows: 0 };
  const samples = sampleSchema.array().parse(batch.samples);
  await lockService(tx, batch.service);
  const { service, version, stage } = batch;
  const endpointOf = await admitEndpoints(tx, { service, samples, maxEndpoints, ranAs: { version, stage } });
  const counted = countSamples(samples, endpointOf);
  const windows = await mergeWindows(tx, batch.service, groupSamples(counted));
  await mergeConsumers(tx, { service: batch.service, samples: counted, maxConsumers });
  await tx.$executeRaw`UPDATE metric_batches SET processed_at = now(), samples = NULL WHERE id = ${batchId}::uuid`;
  await notify(tx, metricsChannel);
  return { outcome: 'merged', samples: samples.length, windows };
}
