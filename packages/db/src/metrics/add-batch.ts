import { safeText } from '@apiscope/core/logs/safe-json';
import type { Sample } from '@apiscope/core/metrics/sample';
import type { Tx } from '../client.ts';
import { idBeside } from '../ingest/claim-batch.ts';

export type MetricBatch = {
  batchId: string;
  service: string;
  /** What the service ran as, for the catalogue of its endpoints. */
  version?: string | null;
  stage?: string | null;
  samples: readonly Sample[];
};

/**
 * Keeps a batch of samples until its job has merged them. Senders make up ids, so the same one of another service is another batch.
 * @returns the id it is kept under; false when this batch was taken before, merged or not, and nothing is stored.
 */
export async function addMetricBatch(tx: Tx, batch: MetricBatch): Promise<string | false> {
  const { batchId, samples } = batch;
  const service = safeText(batch.service);
  const stored = samples.map((each) => ({
    ...each,
    endpoint: safeText(each.endpoint),
    ...(each.consumer !== undefined && { consumer: safeText(each.consumer) }),
    ...(each.consumerName !== undefined && { consumerName: safeText(each.consumerName) }),
  }));
  const add = async (id: string) => {
    const added = await tx.$executeRaw`
      INSERT INTO metric_batches (id, service, version, stage, sample_count, samples)
      VALUES (${id}::uuid, ${service}, ${textOf(batch.version)}, ${textOf(batch.stage)}, ${samples.length},
              ${JSON.stringify(stored)}::jsonb) ON CONFLICT (id) DO NOTHING`;
    return added === 1 && id;
  };
  const id = await add(batchId);
  if (id !== false) return id;
  const [taken] = await tx.$queryRaw<{ service: string }[]>`
    SELECT service FROM metric_batches WHERE id = ${batchId}::uuid`;
  return taken === undefined || taken.service === service ? false : add(idBeside(batchId, service));
}

function textOf(text: string | null | undefined): string | null {
  return text ? safeText(text) : null;
}
