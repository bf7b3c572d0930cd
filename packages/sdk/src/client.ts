import { systemClock } from '@apiscope/core/clock';
import { systemRandom } from '@apiscope/core/ids';
import { createRedactor } from '@apiscope/core/redact/redactor';
import { runtime } from '#runtime';
import { atMost } from './at-most.ts';
import { withParts } from './client-parts.ts';
import { createReporter } from './create-reporter.ts';
import { createLogIntake, type LogIntake } from './logs/create-log-intake.ts';
import { newBatchId } from './new-batch-id.ts';
import { createObserver } from './observer/create-observer.ts';
import type { Observation } from './observer/observation.ts';
import { ownMarker } from './observer/should-observe.ts';
import type { ApiscopeOptions } from './options.ts';
import { readOptions, type Settings } from './read-options.ts';
import type { Context } from './runtime/runtime.ts';
import { createOutbox, type Outbox } from './transport/create-outbox.ts';
import { sdk } from './version.ts';

export type {
  ApiscopeOptions,
  BodyKind,
  Consumer,
  HostRequest,
  TransportOptions,
} from './options.ts';

/** What the SDK has done so far. */
export type ApiscopeStats = {
  /** Records taken in, confirmed by the platform, and given up. */
  observed: number;
  sent: number;
  dropped: number;
  /** Records that wait or are under way. */
  queued: number;
  /** Requests that were counted without their contents, for want of room. */
  withoutContents: number;
  /** Attempts that failed. */
  failures: number;
  /** Whether the platform is left alone for a while, after failures or because it asked for it. */
  isPaused: boolean;
};

/** The SDK in a process: made once, handed to the adapters. None of its functions throws, or waits unless it says so. */
export type Apiscope = {
  /** Sends what has been observed so far; resolves when that is confirmed, or could not be sent now. Never rejects. */
  flush(): Promise<void>;
  /** Sends what has been observed and stops; `lost` counts what was not confirmed within `deadlineMs`, 5 seconds by default. */
  close(deadlineMs?: number): Promise<{ lost: number }>;
  stats(): ApiscopeStats;
};

/**
 * Makes the client that the adapters take. With `enabled: false`, or options it cannot work with, which is reported once, it observes
 * nothing; it never throws.
 */
export function createApiscope<Raw = unknown>(options: ApiscopeOptions<Raw>): Apiscope {
  const report = createReporter(options.onError);
  if (options.enabled === false) return idle();
  try {
    return start(readOptions(options), report, options.instance);
  } catch (error) {
    report(error);
    return idle();
  }
}

function start(settings: Settings, onError: (error: unknown) => void, instance?: string): Apiscope {
  const clock = systemClock;
  let context: Context<Observation | null> | null = null;
  const unobserved = <T>(run: () => T): T => (context === null ? run() : context.run(null, run));

  const { service, version, stage } = settings;
  const openOutbox = (list: 'requests' | 'logs', head: object): Outbox =>
    createOutbox({
      door: {
        url: `${settings.url}/ingest/${list}`,
        headers: {
          'content-type': 'application/json',
          [ownMarker]: `${sdk.name}/${sdk.version}`,
          ...(settings.key !== undefined && { authorization: `Bearer ${settings.key}` }),
        },
        timeoutMs: settings.timeoutMs,
        fetch: settings.fetch,
        clock,
      },
      list,
      head: { service, version, stage, ...head },
      limits: settings.limits,
      gzip: settings.gzip ? runtime.gzip : null,
      clock,
      random: systemRandom,
      newId: newBatchId,
      unobserved,
      onError,
    });

  const requests = openOutbox('requests', { sdk, instance: (instance ?? runtime.instance())?.slice(0, 200) });
  const redactor = createRedactor(settings.rules);
  let logs: { outbox: Outbox; intake: LogIntake } | null = null;
  const outboxes = () => (logs === null ? [requests] : [requests, logs.outbox]);
  const { defer } = runtime;
  const shared = { redactor, clock, defer, onError };
  const observer = createObserver({ ...shared, settings, outbox: requests, random: systemRandom });
  const openLogs = () => {
    const outbox = openOutbox('logs', {});
    return { outbox, intake: createLogIntake({ ...shared, outbox }) };
  };
  const drain = () => {
    observer.drain();
    logs?.intake.drain();
  };

  const flush = async () => {
    drain();
    await Promise.all(outboxes().map((outbox) => outbox.flush()));
  };
  const flushLast = async () => {
    drain();
    await Promise.all(outboxes().map((outbox) => outbox.flushLast()));
  };
  const forget = runtime.onShutdown(() => atMost(shutdownMs, flushLast()));

  const client: Apiscope = {
    flush,
    async close(deadlineMs = 5_000) {
      forget();
      drain();
      const results = await Promise.all(outboxes().map((outbox) => outbox.close(deadlineMs)));
      return { lost: results.reduce((sum, { lost }) => sum + lost, 0) };
    },
    stats() {
      const parts = outboxes().map((outbox) => outbox.stats());
      const sum = (name: 'sent' | 'dropped' | 'queued' | 'failures') =>
        parts.reduce((total, part) => total + part[name], 0);
      return {
        ...observer.stats(),
        sent: sum('sent'),
        dropped: sum('dropped'),
        queued: sum('queued'),
        failures: sum('failures'),
        isPaused: parts.some(({ isPaused }) => isPaused),
      };
    },
  };
  return withParts(client, {
    settings,
    observer,
    clock,
    onError,
    logs: () => {
      logs ??= openLogs();
      return logs.intake;
    },
    within: (observation, run) =>
      context === null || observation === null ? run() : context.run(observation, run),
    current: () => context?.get(),
    follow() {
      context ??= runtime.createContext();
    },
  });
}

/** Longest that a process on its way out is asked to wait, ms. */
const shutdownMs = 2_000;

function idle(): Apiscope {
  return {
    flush: async () => {},
    close: async () => ({ lost: 0 }),
    stats: () => ({
      observed: 0,
      sent: 0,
      dropped: 0,
      queued: 0,
      withoutContents: 0,
      failures: 0,
      isPaused: false,
    }),
  };
}
