import type { Sample } from '@apiscope/core/metrics/sample';
import { batchIdOf } from '@apiscope/db/batch-id';
import { inTransaction } from '@apiscope/db/client';
import type { ClaimBatch } from '@apiscope/db/logs/insert-logs';
import { addMetricBatch } from '@apiscope/db/metrics/add-batch';
import { advanceSeries, type SeriesPoint, type SeriesStep } from '@apiscope/db/metrics/advance-series';
import { claimRequestSource } from '@apiscope/db/services/claim-request-source';
import { enqueue } from '@apiscope/jobs/enqueue';
import type { Deps } from '../../deps.ts';
import { recordOrigins } from '../record-origins.ts';
import type { TakenPoint } from './take-metrics.ts';
import { toSamples } from './to-samples.ts';

/** Samples in one batch of metrics. */
const maxSamples = 10_000;

/**
 * Goes on in the series of cumulative points and stores what all of them count as samples, in one transaction. Where something better tells of
 * the requests of a service, only the series go on, so that nothing comes all at once when that falls silent.
 * @returns whether the batch is new.
 */
export async function storeHistograms(
  deps: Deps,
  points: readonly TakenPoint[],
  { claim, now }: { claim: ClaimBatch; now: number },
): Promise<boolean> {
  if (points.length === 0) return true;
  const cumulative = points.filter(({ isCumulative }) => isCumulative);
  return inTransaction(deps.db, async (tx) => {
    if (!(await claim(tx))) return false;
    const steps = await advanceSeries(tx, cumulative.map(toSeriesPoint));
    const stepOf = new Map<TakenPoint, SeriesStep | null>(points.map((point) => [point, deltaOf(point)]));
    for (const [place, point] of cumulative.entries()) stepOf.set(point, steps[place]!);
    for (const { service, version, stage, points: own } of groupPoints(points)) {
      if (!(await claimRequestSource(tx, { service, source: 'histograms', at: now }))) continue;
      const samples = own.flatMap((point): Sample[] => {
        const step = stepOf.get(point);
        return step ? toSamples(deps, point, step) : [];
      });
      for (let at = 0; at < samples.length; at += maxSamples) {
        const batchId = deps.newId();
        const part = samples.slice(at, at + maxSamples);
        await addMetricBatch(tx, { batchId, service, version, stage, samples: part });
        await enqueue(tx, 'process_raw_metrics', { batchId });
      }
    }
    await recordOrigins(
      tx,
      points.map(({ origin }) => origin),
      { redactor: deps.redactor, at: now },
    );
    return true;
  });
}

function deltaOf({ histogram, startNano }: TakenPoint): SeriesStep {
  return { histogram, sinceNano: startNano };
}

function toSeriesPoint({ origin, series, startNano, timeNano, histogram }: TakenPoint): SeriesPoint {
  return { id: batchIdOf(['series', origin.service, ...series]), startNano, timeNano, histogram };
}

type Group = Pick<TakenPoint['origin'], 'service' | 'version' | 'stage'> & { points: TakenPoint[] };

/** By service, version and stage, in the order of their names, so that batches take the locks of services in one order. */
function groupPoints(points: readonly TakenPoint[]): Group[] {
  const groups = new Map<string, Group>();
  for (const point of points) {
    const { service, version, stage } = point.origin;
    const key = JSON.stringify([service, version, stage]);
    const group = groups.get(key) ?? { service, version, stage, points: [] };
    groups.set(key, group);
    group.points.push(point);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
