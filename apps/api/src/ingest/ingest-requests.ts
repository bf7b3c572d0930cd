import type {
  IngestRequestsInput,
  IngestRequestsOutput,
  ObservedRequest,
} from '@apiscope/core/ingest/schema';
import { safeText } from '@apiscope/core/logs/safe-json';
import type { Sample } from '@apiscope/core/metrics/sample';
import { replayMarker } from '@apiscope/core/replay/build-request';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { inTransaction } from '@apiscope/db/client';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { withPartitions } from '@apiscope/db/partitions/ensure-partitions';
import { insertSnapshots, type NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import { claimRequestSource } from '@apiscope/db/services/claim-request-source';
import { recordSender } from '@apiscope/db/services/record-sender';
import { recordVersions } from '@apiscope/db/services/record-versions';
import { enqueue } from '@apiscope/jobs/enqueue';
import type { Deps } from '../deps.ts';
import { checkMoment } from '../http/check-moment.ts';
import { locateAddress } from './locate-address.ts';
import { readEndpoint } from './read-endpoint.ts';
import { redactSender } from './redact-sender.ts';
import { toSample } from './to-sample.ts';
import { toSnapshot } from './to-snapshot.ts';

/**
 * Takes in the requests that a service handled: samples, their job and the snapshots in one transaction, so a batch is
 * taken whole or not at all, and once. Replays among them are passed over.
 * @throws AppError BAD_REQUEST naming the timestamps that are out of bounds.
 */
export async function ingestRequests(deps: Deps, input: IngestRequestsInput): Promise<IngestRequestsOutput> {
  const now = deps.clock.now();
  input.requests.forEach((request, index) => {
    checkMoment(`requests.${index}.timestamp`, readTimestamp(request.timestamp), now);
  });
  const { batchId, service } = input;
  const sender = redactSender(deps.redactor, input, now);
  const samples: Sample[] = [];
  const snapshots: NewSnapshot[] = [];
  for (const request of input.requests.filter(isNoReplay)) {
    const endpoint = readEndpoint(deps, request);
    const geo = locateAddress(deps, request.ip);
    samples.push(toSample(deps, request, { endpoint, country: geo.country }));
    if (request.snapshot !== false) snapshots.push(toSnapshot(deps, request, { endpoint, geo, sender }));
  }
  const moments = samples.map(({ at }) => at);
  const isNew = await withPartitions(deps.db, { table: 'request_snapshots', moments }, () =>
    inTransaction(deps.db, async (tx) => {
      const batch = { batchId, service, version: sender.version, stage: sender.stage, samples };
      const storedId = await addMetricBatch(tx, batch);
      if (storedId === false) return false;
      await enqueue(tx, 'process_raw_metrics', { batchId: storedId });
      await recordVersions(tx, [{ service, version: sender.version ?? null, at: Math.min(now, ...moments) }]);
      await insertSnapshots(tx, snapshots);
      await claimRequestSource(tx, { service: safeText(service), source: 'sdk', at: now });
      await recordSender(tx, sender);
      return true;
    }),
  );
  deps.ingested.addRecords('ingest_requests', { [isNew ? 'accepted' : 'duplicate']: samples.length });
  if (isNew) deps.ingested.addDroppedBySenders(input.dropped ?? 0);
  return { accepted: isNew ? samples.length : 0, duplicate: !isNew };
}

/** Replays say nothing of who uses a service, nor how much. */
function isNoReplay({ headers }: ObservedRequest): boolean {
  return !Object.keys(headers ?? {}).some((name) => name.toLowerCase() === replayMarker);
}
