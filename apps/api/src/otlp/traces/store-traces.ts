import type { Sample } from '@apiscope/core/metrics/sample';
import { replayMarker } from '@apiscope/core/replay/build-request';
import { inTransaction, type Tx } from '@apiscope/db/client';
import type { ClaimBatch } from '@apiscope/db/logs/insert-logs';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { withPartitions } from '@apiscope/db/partitions/ensure-partitions';
import { insertSnapshots, type NewSnapshot } from '@apiscope/db/replay/insert-snapshots';
import { claimRequestSource } from '@apiscope/db/services/claim-request-source';
import { ensureServices } from '@apiscope/db/services/ensure-services';
import { recordVersions } from '@apiscope/db/services/record-versions';
import { findRequestNeighbours } from '@apiscope/db/traces/find-request-neighbours';
import { insertSpans } from '@apiscope/db/traces/insert-spans';
import { startOf } from '@apiscope/db/traces/new-span';
import { enqueue } from '@apiscope/jobs/enqueue';
import type { Deps } from '../../deps.ts';
import { locateAddress } from '../../ingest/locate-address.ts';
import { readEndpoint } from '../../ingest/read-endpoint.ts';
import { toSample } from '../../ingest/to-sample.ts';
import { toSnapshot } from '../../ingest/to-snapshot.ts';
import { recordOrigins } from '../record-origins.ts';
import { chooseRequests, type ServerSpan } from './choose-requests.ts';
import type { TakenSpan } from './take-traces.ts';

/** What is counted and kept of the request that a span tells of. */
type Counted = TakenSpan & { counted: { sample: Sample; snapshot: NewSnapshot } | null };

/**
 * Stores spans in one transaction with what is known of their traces, and with the samples and snapshots of the requests that those which
 * are new tell of, where spans are what the requests of their service are counted by.
 * @returns how many of them are new.
 */
export async function storeTraces(
  deps: Deps,
  taken: readonly TakenSpan[],
  { claim, now }: { claim: ClaimBatch; now: number },
): Promise<number> {
  if (taken.length === 0) return 0;
  const spans = taken.map((span): Counted => ({ ...span, counted: countedOf(deps, span) }));
  const moments = spans.map(startOf);
  return withPartitions(deps.db, { table: 'spans', moments }, () =>
    withPartitions(deps.db, { table: 'request_snapshots', moments }, () =>
      inTransaction(deps.db, async (tx) => {
        if (!(await claim(tx))) return 0;
        const added = await insertSpans(tx, spans);
        await ensureServices(
          tx,
          added.map(({ service }) => service),
        );
        await recordVersions(
          tx,
          added.map((span) => ({ service: span.service, version: span.version, at: startOf(span) })),
        );
        const counted = await chooseCounted(tx, added);
        for (const { service, version, stage, samples, snapshots } of groupRequests(counted)) {
          if (!(await claimRequestSource(tx, { service, source: 'spans', at: now }))) continue;
          const batchId = deps.newId();
          await addMetricBatch(tx, { batchId, service, version, stage, samples });
          await enqueue(tx, 'process_raw_metrics', { batchId });
          await insertSnapshots(tx, snapshots);
        }
        await recordOrigins(
          tx,
          added.map(({ origin }) => origin),
          { redactor: deps.redactor, at: now },
        );
        return added.length;
      }),
    ),
  );
}

function countedOf(deps: Deps, { request, service, version, stage }: TakenSpan): Counted['counted'] {
  if (request === null) return null;
  const endpoint = readEndpoint(deps, request);
  const geo = locateAddress(deps, request.ip);
  const sender = { service, ...(version !== null && { version }), ...(stage !== null && { stage }) };
  return {
    sample: toSample(deps, request, { endpoint, country: geo.country }),
    snapshot: toSnapshot(deps, request, { endpoint, geo, sender }),
  };
}

/** Attributes that a span of a remote procedure has, and those one of which each that tells of a request has. */
const rpcNames = ['rpc.system', 'rpc.system.name'];
const requestNames = ['http.request.method', 'http.method', ...rpcNames];

/**
 * Those of the spans just stored that requests are counted by. What is known of their traces is locked since they were, so of two batches
 * that tell of one request the later finds what the earlier stored.
 */
async function chooseCounted(tx: Tx, added: readonly Counted[]): Promise<Counted[]> {
  const spans = added.filter(({ request }) => request !== null);
  const own = new Set(spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
  const near = await findRequestNeighbours(tx, spans, { any: requestNames, mark: rpcNames });
  const known = near
    .filter(({ traceId, spanId }) => !own.has(`${traceId} ${spanId}`))
    .map(({ isMarked, ...span }): ServerSpan => ({ ...span, isRpc: isMarked, isReplay: false }));
  const candidates = spans.map((span) => ({
    ...span,
    isRpc: rpcNames.some((name) => Object.hasOwn(span.attributes, name)),
    isReplay: span.request?.headers?.[replayMarker] !== undefined,
  }));
  return [...chooseRequests(candidates, known)];
}

type Group = Pick<Counted, 'service' | 'version' | 'stage'> & { samples: Sample[]; snapshots: NewSnapshot[] };

/** By service, version and stage, in the order of their names, so that batches take the locks of services in one order. */
function groupRequests(spans: readonly Counted[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { counted, service, version, stage } of spans) {
    if (counted === null) continue;
    const key = JSON.stringify([service, version, stage]);
    const group = groups.get(key) ?? { service, version, stage, samples: [], snapshots: [] };
    groups.set(key, group);
    group.samples.push(counted.sample);
    group.snapshots.push(counted.snapshot);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
