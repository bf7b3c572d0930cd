import { listBins } from '@apiscope/core/metrics/histogram/list-bins';
import { normaliseMethod } from '@apiscope/core/metrics/route-template';
import { maxLatency, maxWeight, type Sample } from '@apiscope/core/metrics/sample';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { SeriesStep } from '@apiscope/db/metrics/advance-series';
import { momentOf } from '../moment-of.ts';
import { plainAttributes } from '../plain-value.ts';
import { readText } from '../read-text.ts';
import { readNumber } from '../traces/read-number.ts';
import { toRouteTemplate } from '../traces/to-route-template.ts';
import type { HistogramPoint } from './read-histograms.ts';

/** The requests of a step as samples, one a bucket that stands for all in it; they lie in the middle of the time they were counted in. */
export function toSamples(
  { redactor }: { redactor: Redactor },
  { attributes, timeNano, min, max }: HistogramPoint,
  { histogram, sinceNano }: SeriesStep,
): Sample[] {
  const named = plainAttributes(attributes);
  const method = normaliseMethod(readText(named, ['http.request.method', 'http.method'], 20) ?? '');
  const route = toRouteTemplate(readText(named, ['http.route'], 2_000));
  const status = readNumber(named, ['http.response.status_code', 'http.status_code']);
  const middle = sinceNano === 0n ? timeNano : (sinceNano + timeNano) / 2n;
  const sample: Sample = {
    at: Math.floor(momentOf(middle)),
    endpoint: `${method} ${route === null ? 'unmatched' : redactor.url(route)}`,
    status: status !== null && status >= 100 && status <= 599 ? status : null,
    duration: null,
    requestSize: null,
    responseSize: null,
    country: null,
    approximate: true,
  };
  return listBins(histogram, { min, max }).flatMap(({ value, count }) =>
    weightsOf(count).map((weight) => ({
      ...sample,
      // One bucket without end, or an exponential one of a coarse scale, would otherwise outweigh all others in the mean.
      duration: Number.isFinite(value) ? Math.min(value, maxLatency) : null,
      weight,
    })),
  );
}

/** A count as weights that a sample may have. */
function weightsOf(count: number): number[] {
  const weights = new Array<number>(Math.floor(count / maxWeight)).fill(maxWeight);
  return count % maxWeight === 0 ? weights : [...weights, count % maxWeight];
}
