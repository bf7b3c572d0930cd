import { addToSketch, emptySketch, mergeIntoSketch, type Sketch, sketchQuantile } from './sketch.ts';

/** Requests and errors of one country. */
export type CountryCount = { count: number; errors: number };

/** Everything kept of the requests of one window; two of them add up to the value of both. */
export type WindowValue = {
  trafficCount: number;
  /** Status 400 or above, or no response. */
  errorCount: number;
  /** Status 400 to 499; an aborted request is 499. */
  clientErrorCount: number;
  /** Status 500 or above. No response counts in `errorCount` alone. */
  serverErrorCount: number;
  /** Requests whose latency is known; these, and only these, are in `latencySum` and `sketch`. */
  latencyCount: number;
  /** Milliseconds. */
  latencySum: number;
  /** Bytes received, of the requests whose size is known; null when none is. */
  requestSize: number | null;
  /** Bytes sent, of the responses whose size is known; null when none is. */
  responseSize: number | null;
  /** By ISO 3166-1 alpha-2 code; '' is unknown. */
  countries: Record<string, CountryCount>;
  sketch: Sketch;
  /** Whether any request in it stood for others that its sender left out, so that counts and sums are estimates. */
  approximate: boolean;
};

/** Bytes at which a sum of sizes stays, 4.5 PB: a day of such minutes still adds up in 64 bits, whatever a sender claims. */
const maxBytes = 2 ** 52;

/** One request as a window counts it. */
export type Observation = {
  /** Null when there was no response. */
  statusCode: number | null;
  /** Milliseconds; null where no latency applies (streams, logs without timing). */
  durationMs: number | null;
  /** Bytes, null when unknown. */
  requestSize: number | null;
  /** Bytes, null when unknown. */
  responseSize: number | null;
  /** ISO 3166-1 alpha-2, null when unknown. */
  country: string | null;
  /** How often it counts, whole and ≥ 1; 1 when absent. */
  count?: number;
  /** Whether it stands for others that were left out. */
  approximate?: boolean;
};

/** Counts and percentiles of a window value, as every metrics answer shows them. */
export type WindowSummary = {
  trafficCount: number;
  /** 0 to 100, unrounded; 0 without traffic. */
  errorRate: number;
  clientErrorCount: number;
  serverErrorCount: number;
  /** Milliseconds, as the three below; null when no latency is known. */
  p50Latency: number | null;
  p95Latency: number | null;
  p99Latency: number | null;
  avgLatency: number | null;
  requestSize: number | null;
  responseSize: number | null;
  /** Whether counts and sums are estimates from a sample. */
  approximate: boolean;
};

export function emptyWindowValue(): WindowValue {
  return {
    trafficCount: 0,
    errorCount: 0,
    clientErrorCount: 0,
    serverErrorCount: 0,
    latencyCount: 0,
    latencySum: 0,
    requestSize: null,
    responseSize: null,
    countries: {},
    sketch: emptySketch(),
    approximate: false,
  };
}

/**
 * Counts one request as often as it stands for, in place, and returns the value. A latency or size that is negative or not finite counts
 * as unknown.
 */
export function observe(value: WindowValue, observation: Observation): WindowValue {
  const { statusCode, count = 1, approximate = false } = observation;
  const failed = statusCode === null || statusCode >= 400;
  value.trafficCount += count;
  if (failed) value.errorCount += count;
  if (statusCode !== null && statusCode >= 400 && statusCode < 500) value.clientErrorCount += count;
  if (statusCode !== null && statusCode >= 500) value.serverErrorCount += count;
  const duration = known(observation.durationMs);
  if (duration !== null) {
    value.latencyCount += count;
    value.latencySum += duration * count;
    addToSketch(value.sketch, duration, count);
  }
  value.requestSize = addKnown(value.requestSize, times(known(observation.requestSize), count));
  value.responseSize = addKnown(value.responseSize, times(known(observation.responseSize), count));
  countCountry(value, observation.country ?? '', { count, errors: failed ? count : 0 });
  value.approximate ||= approximate;
  return value;
}

/** Adds `source` to `target`, in place, and returns `target`. For folding many windows into one. */
export function mergeIntoWindowValue(target: WindowValue, source: WindowValue): WindowValue {
  target.trafficCount += source.trafficCount;
  target.errorCount += source.errorCount;
  target.clientErrorCount += source.clientErrorCount;
  target.serverErrorCount += source.serverErrorCount;
  target.latencyCount += source.latencyCount;
  target.latencySum += source.latencySum;
  target.requestSize = addKnown(target.requestSize, source.requestSize);
  target.responseSize = addKnown(target.responseSize, source.responseSize);
  for (const [country, counts] of Object.entries(source.countries)) countCountry(target, country, counts);
  mergeIntoSketch(target.sketch, source.sketch);
  target.approximate ||= source.approximate;
  return target;
}

/** The value of both sets of requests together; neither argument changes. Exact but for rounding in `latencySum`. */
export function mergeWindowValues(a: WindowValue, b: WindowValue): WindowValue {
  return mergeIntoWindowValue(mergeIntoWindowValue(emptyWindowValue(), a), b);
}

/** What a screen or an answer shows of a value; percentiles are those of the merged distribution, within 1 %. */
export function summarise(value: WindowValue): WindowSummary {
  return {
    trafficCount: value.trafficCount,
    errorRate: value.trafficCount === 0 ? 0 : (100 * value.errorCount) / value.trafficCount,
    clientErrorCount: value.clientErrorCount,
    serverErrorCount: value.serverErrorCount,
    p50Latency: sketchQuantile(value.sketch, 0.5),
    p95Latency: sketchQuantile(value.sketch, 0.95),
    p99Latency: sketchQuantile(value.sketch, 0.99),
    avgLatency: value.latencyCount === 0 ? null : value.latencySum / value.latencyCount,
    requestSize: value.requestSize,
    responseSize: value.responseSize,
    approximate: value.approximate,
  };
}

function known(measure: number | null): number | null {
  return measure !== null && Number.isFinite(measure) && measure >= 0 ? measure : null;
}

function times(measure: number | null, count: number): number | null {
  return measure === null ? null : Math.min(measure * count, maxBytes);
}

function addKnown(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a + b, maxBytes);
}

function countCountry(value: WindowValue, country: string, { count, errors }: CountryCount): void {
  // Only codes become keys, so that no sender can grow the record or reach `__proto__`.
  const key = /^[A-Z]{2}$/.test(country) ? country : '';
  const before = value.countries[key];
  value.countries[key] = { count: (before?.count ?? 0) + count, errors: (before?.errors ?? 0) + errors };
}
