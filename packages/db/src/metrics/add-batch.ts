import { safeText } from '@apiscope/core/logs/safe-json';
import type { Sample } from '@apiscope/core/metrics/sample';
import type { Tx } from '../client.ts';

export type MetricBatch = { batchId: string; service: string; samples: readonly Sample[] };

/**
 * Keeps a batch of samples until its job has merged them.
 * @returns false when a batch of this id was taken before, merged or not; nothing is stored then.
 */
export async function addMetricBatch(tx: Tx, { batchId, service, samples }: MetricBatch): Promise<boolean> {
  const stored = samples.map((each) => ({ ...each, endpoint: safeText(each.endpoint) }));
  const added = await tx.$executeRaw`
    INSERT INTO metric_batches (id, service, sample_count, samples)
    VALUES (${batchId}::uuid, ${safeText(service)}, ${samples.length}, ${JSON.stringify(stored)}::jsonb) ON CONFLICT (id) DO NOTHING`;
  return added === 1;
}
