import type { IngestRequestsInput, IngestRequestsOutput } from '../../packages/core/src/ingest/schema.ts';
import { batchIdOf } from '../../packages/db/src/batch-id.ts';
import type { ApiClient } from '../import/api-client.ts';
import { RefusedError } from '../import/send-block.ts';
import type { ScenarioPart } from './scenarios.ts';

export type SentTotals = { requests: number; logs: number; known: number; refused: number };

/** Sends a part of a scenario and adds to the totals. A part whose requests the server knows is skipped with its logs. */
export async function sendPart(
  api: ApiClient,
  { service, version, stage, requests, logs }: ScenarioPart,
  { identity, totals }: { identity: readonly unknown[]; totals: SentTotals },
): Promise<void> {
  if (requests.length > 0) {
    const batchId = batchIdOf(['seed', service, ...identity]);
    const body: IngestRequestsInput = { batchId, service, version, stage, requests: [...requests] };
    const { accepted, duplicate } = (await post(api, '/ingest/requests', body)) as IngestRequestsOutput;
    if (duplicate) {
      totals.known += 1;
      return;
    }
    totals.requests += accepted;
  }
  if (logs.length === 0) return;
  const stored = (await post(api, '/logs', logs)) as { accepted: number; rejected: unknown[] };
  totals.logs += stored.accepted;
  totals.refused += stored.rejected.length;
}

async function post(api: ApiClient, path: string, body: unknown): Promise<unknown> {
  const { status, data, error } = await api.request('POST', path, body);
  if (error) throw new RefusedError(`${path} answers ${status}: ${error.message}`);
  return data;
}
