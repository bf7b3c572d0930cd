import { safeText } from '@apiscope/core/logs/safe-json';
import type { Sample } from '@apiscope/core/metrics/sample';
import type { Tx } from '../client.ts';

export type MetricBatch = {
  batchId: string;
  service: string;
  /** What the service ran as, for the catalogue of its endpoints. */
  version?: string | null;
  stage?: string | null;
  samples: readonly Sample[];
};

/**
 * Keeps a batch of samples until its job has merged them.
 * @returns false when a batch of this id was taken before, merged or not; nothing is stored then.
 */
export async function addMetricBatch(
  tx: Tx,
  { batchId, service, version, stage, samples }: MetricBatch,
): Promise<boolean> {
  const stored = samples.map((each) => ({
    ...each,
    endpoint: safeText(each.endpoint),
    ...(each.consumer !== undefined && { consumer: safeText(each.consumer) }),
    ...(each.consumerName !== undefined && { consumerName: safeText(each.consumerName) }),
  }));
  const added = await tx.$executeRaw`
    INSERT INTO metric_batches (id, service, version, stage, sample_count, samples)
    VALUES (${batchId}::uuid, ${safeText(service)}, ${textOf(version)}, ${textOf(stage)}, ${samples.length},
            ${JSON.stringify(stored)}::jsonb) ON CONFLICT (id) DO NOTHING`;
  return added === 1;
}

function textOf(text: string | null | undefined): string | null {
  return text ? safeText(text) : null;
}
