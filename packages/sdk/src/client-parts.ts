import type { Clock } from '@apiscope/core/clock';
import type { Apiscope } from './client.ts';
import type { LogIntake } from './logs/create-log-intake.ts';
import type { Observer } from './observer/create-observer.ts';
import type { Observation } from './observer/observation.ts';
import type { Settings } from './read-options.ts';

/** What adapters and log bridges build on. */
export type Parts = {
  settings: Settings;
  observer: Observer;
  clock: Clock;
  onError: (error: unknown) => void;
  /** Where logs go; made when the first bridge asks. */
  logs(): LogIntake;
  /** Calls `run` such that what happens in it belongs to a request. */
  within<R>(observation: Observation | null, run: () => R): R;
  /** The request that what happens now belongs to; `null` in what the SDK itself does. */
  current(): Observation | null | undefined;
  /** Says that {@link Parts.current} will be asked: following requests costs time, so it is done on demand only. */
  follow(): void;
};

/** Registered, so that a client of the ES modules can be handed to an adapter of the CommonJS ones. */
const partsKey = Symbol.for('apiscope.parts');

export function withParts(client: Apiscope, parts: Parts): Apiscope {
  return Object.defineProperty(client, partsKey, { value: parts });
}

/** What a client is made of; null when it observes nothing. */
export function partsOf(client: Apiscope): Parts | null {
  return (client as Apiscope & { [partsKey]?: Parts })[partsKey] ?? null;
}
