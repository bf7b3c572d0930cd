import { requireService } from '../../access/require-access.ts';
import { createBreather } from '../../http/breathe.ts';
import { toAppError } from '../../http/to-app-error.ts';
import { createRejections } from '../outcome.ts';
import { type Origin, readOrigin } from '../read-origin.ts';
import type { TakeBatch } from '../take-batch.ts';
import type { Message } from '../wire/message-types.ts';
import type { HistogramPoint } from './read-histograms.ts';
import { readHistogramPoint } from './read-histograms.ts';
import { storeHistograms } from './store-histograms.ts';

/** Histograms of request durations, the one of the stable semantic conventions first, with what makes their values milliseconds by default. */
const durations = [
  { name: 'http.server.request.duration', toMs: 1_000 },
  { name: 'http.server.duration', toMs: 1 },
] as const;
const factors: Readonly<Record<string, number>> = { s: 1_000, ms: 1, us: 0.001, ns: 0.000001 };

/** A point with who sent it, and what tells its series from others. */
export type TakenPoint = HistogramPoint & { origin: Origin; series: readonly unknown[] };

/** Counts the requests that histograms of server durations tell of. Other metrics are taken and not kept. */
export const takeMetrics: TakeBatch<'ExportMetricsServiceRequest'> = async (
  deps,
  { resourceMetrics },
  { actor, claim },
) => {
  const rejections = createRejections();
  const breather = createBreather(deps.clock);
  const now = deps.clock.now();
  const taken: TakenPoint[] = [];
  for (const { resource, scopeMetrics } of resourceMetrics) {
    const origin = readOrigin(resource, actor.service);
    requireService(actor, origin.service);
    const found = chooseDurations(scopeMetrics);
    for (const { metric, scope, toMs } of found) {
      const { histogram, exponentialHistogram } = metric;
      const temporality = (histogram ?? exponentialHistogram)?.aggregationTemporality ?? 0;
      for (const point of histogram?.dataPoints ?? exponentialHistogram?.dataPoints ?? []) {
        try {
          const read = readHistogramPoint(point, { temporality, toMs, now });
          const attributes = printAll(point.attributes);
          const series = [printAll(resource?.attributes ?? []), scope?.name ?? '', metric.name, attributes];
          if (read !== null) taken.push({ ...read, origin, series });
        } catch (error) {
          const { code, message } = toAppError(error);
          if (code !== 'BAD_REQUEST') throw error;
          rejections.add(message);
        }
        if (breather.isDue()) await breather.rest();
      }
    }
  }
  const isNew = await storeHistograms(deps, taken, { claim, now });
  return rejections.outcome({ taken: taken.length, stored: isNew ? taken.length : 0 });
};

type Found = { metric: Message<'Metric'>; scope: Message<'InstrumentationScope'> | undefined; toMs: number };

/** A sender that is moving from the older names to the stable ones sends both: of these one is counted. */
function chooseDurations(scopeMetrics: readonly Message<'ScopeMetrics'>[]): Found[] {
  for (const { name, toMs } of durations) {
    const found = scopeMetrics.flatMap(({ scope, metrics }) =>
      metrics
        .filter((metric) => metric.name === name)
        .map((metric) => ({ metric, scope, toMs: factors[metric.unit] ?? toMs })),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** Attributes in one order, whichever they were sent in. */
function printAll(attributes: readonly Message<'KeyValue'>[]): string[] {
  return attributes
    .map((each) => JSON.stringify(each, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    .sort();
}
