import type {
  IngestRequestsInput,
  IngestRequestsOutput,
  ObservedRequest,
} from '@apiscope/core/ingest/schema';
import { inferRouteTemplate, normaliseMethod } from '@apiscope/core/metrics/route-template';
import type { Sample } from '@apiscope/core/metrics/sample';
import { replayMarker } from '@apiscope/core/replay/build-request';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { inTransaction } from '@apiscope/db/client';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { withPartitions } from '@apiscope/db/partitions/ensure-partitions';
import { insertSnapshots, type NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import { enqueue } from '@apiscope/jobs/enqueue';
import type { Deps } from '../deps.ts';
import { checkMoment } from '../http/check-moment.ts';
import { locateAddress } from './locate-address.ts';
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
  const samples: Sample[] = [];
  const snapshots: NewSnapshot[] = [];
  for (const request of input.requests.filter(isNoReplay)) {
    const endpoint = endpointOf(deps, request);
    const geo = locateAddress(deps, request.ip);
    samples.push(toSample(request, { endpoint, country: geo.country }));
    snapshots.push(toSnapshot(deps, request, { endpoint, geo, batch: input }));
  }
  const moments = samples.map(({ at }) => at);
  const isNew = await withPartitions(deps.db, { table: 'request_snapshots', moments }, () =>
    inTransaction(deps.db, async (tx) => {
      if (!(await addMetricBatch(tx, { batchId, service, samples }))) return false;
      await enqueue(tx, 'process_raw_metrics', { batchId });
      await insertSnapshots(tx, snapshots);
      return true;
    }),
  );
  return { accepted: isNew ? samples.length : 0, duplicate: !isNew };
}

/** Replays say nothing of who uses a service, nor how much. */
function isNoReplay({ headers }: ObservedRequest): boolean {
  return !Object.keys(headers ?? {}).some((name) => name.toLowerCase() === replayMarker);
}

/** An endpoint that is inferred is made of the path, and secrets in paths are as secret there. */
function endpointOf({ redactor }: Pick<Deps, 'redactor'>, { method, route, path }: ObservedRequest): string {
  const template = route === undefined ? inferRouteTemplate(redactor.url(path)) : redactor.url(route);
  return `${normaliseMethod(method)} ${template}`;
}

function toSample(
  request: ObservedRequest,
  { endpoint, country }: { endpoint: string; country: string | null },
): Sample {
  return {
    at: readTimestamp(request.timestamp),
    endpoint,
    status: request.statusCode,
    duration: request.duration ?? null,
    requestSize: request.requestSize ?? null,
    responseSize: request.responseSize ?? null,
    country,
  };
}
