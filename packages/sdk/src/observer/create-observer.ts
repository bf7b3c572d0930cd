import type { Clock } from '@apiscope/core/clock';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { createBacklog } from '../create-backlog.ts';
import type { Settings } from '../read-options.ts';
import type { Outbox } from '../transport/create-outbox.ts';
import type { Arrival, Observation, Outcome, RpcCall } from './observation.ts';
import { createFilter } from './should-observe.ts';
import { createToWire } from './to-wire.ts';

/** What the adapters tell of requests. None of its functions throws. */
export type Observer = {
  /** Tells of an arrival; null when the request is not to be observed. */
  begin(arrival: Arrival): Observation | null;
  /** Tells that the answer has ended; the first call counts. */
  end(observation: Observation, outcome: Outcome): void;
  /** Tells of a call of a procedure that finished, in the request that made it, if that is observed. */
  endCall(call: RpcCall, observation: Observation | undefined): void;
  /** Makes everything that has ended ready to be sent. */
  drain(): void;
  /** Requests observed, and those whose contents were left out for want of room. */
  stats(): { observed: number; withoutContents: number };
};

export type ObserverOptions = {
  settings: Settings;
  redactor: Redactor;
  outbox: Outbox;
  clock: Clock;
  random: () => number;
  defer: (run: () => void) => void;
  onError: (error: unknown) => void;
};

type Finished = { observation: Observation; outcome: Outcome };

/** From this fill of the queue on contents are left out, so that counts last longer. */
const fillWithoutContents = 0.5;

/**
 * Observes requests. While one is served only what must be noted at once is noted. What costs time, redaction and JSON, is done after
 * the answer has ended, in slices between the host's own work.
 */
export function createObserver(options: ObserverOptions): Observer {
  const { settings, outbox, clock, random, onError } = options;
  const isObserved = createFilter(settings);
  const toWire = createToWire(settings, options.redactor, onError);
  const { sampleRate } = settings;
  let observed = 0;
  let withoutContents = 0;

  const isKept = ({ isSampled }: Observation, status: number | null) => isSampled || isError(status);
  const weightOf = (status: number | null) => (isError(status) || sampleRate === 0 ? 1 : 1 / sampleRate);

  const make = (observation: Observation, outcome: Outcome, isWhole: boolean) => {
    try {
      for (const record of toWire(observation, outcome, { weightOf, isWhole }))
        outbox.add(JSON.stringify(record));
    } catch (error) {
      outbox.addDropped(observation.finishedCalls?.length ?? 1);
      onError(error);
    }
  };

  const backlog = createBacklog<Finished>({
    work({ observation, outcome }) {
      const isWhole = settings.snapshots && outbox.fill() < fillWithoutContents;
      if (settings.snapshots && !isWhole) withoutContents++;
      make(observation, outcome, isWhole);
    },
    overflow({ observation, outcome }) {
      if (settings.snapshots) withoutContents++;
      make(observation, outcome, false);
    },
    defer: options.defer,
    clock,
  });

  const finish = (observation: Observation, outcome: Outcome) => {
    observed += observation.finishedCalls?.length ?? 1;
    backlog.add({ observation, outcome });
  };

  const start = (arrival: Arrival): Observation => {
    const { method, url, headers, peerAddress, raw } = arrival;
    return {
      method,
      url,
      headers,
      peerAddress,
      raw,
      at: clock.now(),
      startedAt: clock.monotonic(),
      isSampled: sampleRate === 1 || random() < sampleRate,
      requestId: null,
      traceId: null,
      calls: 0,
      finishedCalls: null,
      hasEnded: false,
    };
  };

  return {
    begin(arrival) {
      try {
        return isObserved(arrival) ? start(arrival) : null;
      } catch (error) {
        onError(error);
        return null;
      }
    },
    end(observation, outcome) {
      if (observation.hasEnded) return;
      observation.hasEnded = true;
      if (observation.calls === 0) {
        if (isKept(observation, outcome.status)) finish(observation, outcome);
        return;
      }
      const kept = (observation.finishedCalls ?? []).filter(({ statusCode }) =>
        isKept(observation, statusCode),
      );
      if (kept.length > 0) finish({ ...observation, finishedCalls: kept }, outcome);
    },
    endCall(call, observation) {
      if (observation !== undefined && !observation.hasEnded) {
        observation.finishedCalls ??= [];
        observation.finishedCalls.push(call);
        return;
      }
      const alone = observation ?? start(arrivalOf(call));
      if (isKept(alone, call.statusCode)) finish({ ...alone, finishedCalls: [call] }, outcomeOf(call));
    },
    drain: backlog.drain,
    stats: () => ({ observed, withoutContents }),
  };
}

function isError(status: number | null): boolean {
  return status === null || status >= 400;
}

/** The request of a call that none is known of: the procedure was called where no adapter observes. */
function arrivalOf({ procedure, type }: RpcCall): Arrival {
  const method = type === 'mutation' ? 'POST' : 'GET';
  return { method, url: `/trpc/${procedure}`, headers: {}, peerAddress: null, raw: null };
}

function outcomeOf({ statusCode, duration }: RpcCall): Outcome {
  return {
    status: statusCode,
    duration,
    route: undefined,
    requestSize: null,
    responseSize: null,
    responseHeaders: {},
    requestBody: null,
    responseBody: null,
  };
}
