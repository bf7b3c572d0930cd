import type { Sample } from '@apiscope/core/metrics/sample';
import { wholeWeights } from '@apiscope/core/metrics/whole-weights';
import { floorToWindow, resolutions } from '@apiscope/core/metrics/window';
import {
  emptyWindowValue,
  mergeIntoWindowValue,
  type Observation,
  observe,
  type WindowValue,
} from '@apiscope/core/metrics/window-value';

/** What is to be merged into one window. */
export type WindowDelta = { endpoint: string; start: number; value: WindowValue };

/** Deltas of each resolution, seconds, in order of endpoint and start. */
export type WindowDeltas = Record<(typeof resolutions)[number], WindowDelta[]>;

/** A sample under the endpoint that it is counted at, and how often it counts. */
export type CountedSample = Sample & { count: number };

/** Says where and how often each sample counts. `endpointOf` may send an endpoint to the overflow bucket. */
export function countSamples(
  samples: readonly Sample[],
  endpointOf: (endpoint: string) => string,
): CountedSample[] {
  const placed = samples.map((sample) => ({ ...sample, endpoint: endpointOf(sample.endpoint) }));
  const counts = wholeWeights(placed);
  return placed.map((sample, index) => ({ ...sample, count: counts[index]! }));
}

/** Sorts samples into the minute, hour and day windows they belong to. */
export function groupSamples(samples: readonly CountedSample[]): WindowDeltas {
  const [minute, hour, day] = resolutions;
  const minutes = new Windows(minute);
  for (const sample of samples) observe(minutes.at(sample.endpoint, sample.at), toObservation(sample));
  const [hours, days] = [new Windows(hour), new Windows(day)];
  for (const { endpoint, start, value } of minutes.deltas()) {
    mergeIntoWindowValue(hours.at(endpoint, start), value);
    mergeIntoWindowValue(days.at(endpoint, start), value);
  }
  return { [minute]: minutes.deltas(), [hour]: hours.deltas(), [day]: days.deltas() };
}

/** A sample as windows count it. */
export function toObservation(sample: CountedSample): Observation {
  return {
    statusCode: sample.status,
    durationMs: sample.duration === null ? null : toExactSum(sample.duration),
    requestSize: sample.requestSize,
    responseSize: sample.responseSize,
    country: sample.country,
    count: sample.count,
    approximate: sample.approximate ?? (sample.weight ?? 1) !== 1,
  };
}

/**
 * A latency as a multiple of 2⁻²⁰ ms (1 ns): sums of such numbers are exact in a double up to 8.5e9 ms, so the mean of a window does not
 * depend on the order in which batches arrive.
 */
function toExactSum(ms: number): number {
  return Math.round(ms * 1_048_576) / 1_048_576;
}

class Windows {
  readonly #seconds: number;
  readonly #values = new Map<string, WindowDelta>();

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  at(endpoint: string, moment: number): WindowValue {
    const start = floorToWindow(moment, this.#seconds);
    const key = `${start} ${endpoint}`;
    const found = this.#values.get(key);
    if (found) return found.value;
    const value = emptyWindowValue();
    this.#values.set(key, { endpoint, start, value });
    return value;
  }

  deltas(): WindowDelta[] {
    return [...this.#values.values()].sort(
      (a, b) => a.start - b.start || (a.endpoint < b.endpoint ? -1 : a.endpoint > b.endpoint ? 1 : 0),
    );
  }
}
