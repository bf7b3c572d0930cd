import { type Batcher, createBatcher } from '@apiscope/core/batch/batcher';
import type { Timers } from '@apiscope/core/batch/timers';
import type { Clock } from '@apiscope/core/clock';
import type { Runtime } from '../runtime/runtime.ts';
import { createBreaker } from './create-breaker.ts';
import { retryDelay } from './retry-delay.ts';
import { type Door, SendError, sendBatch } from './send-batch.ts';

/** Bounds of what waits and how it is sent. */
export type OutboxLimits = {
  /** Records in one batch at most. */
  maxItems: number;
  /** Characters of JSON in one batch at most, a larger record alone. */
  maxCharacters: number;
  /** Longest wait of a record before it is sent, ms. */
  maxAgeMs: number;
  /** Records, and characters of JSON, that wait or are under way at most; beyond it new ones are dropped and counted. */
  queueItems: number;
  queueCharacters: number;
  /** Longest pause between attempts, ms. */
  maxPauseMs: number;
};

export type OutboxOptions = {
  door: Door;
  /** What the list of records is called in the body. */
  list: 'requests' | 'logs';
  /** What a batch says beside its records. */
  head: Readonly<Record<string, unknown>>;
  limits: OutboxLimits;
  gzip: Runtime['gzip'];
  clock: Clock;
  random: () => number;
  newId: () => string;
  /** Calls `run` such that nothing it causes is observed. */
  unobserved: <T>(run: () => T) => T;
  onError: (error: SendError) => void;
  timers?: Timers;
};

/** Records on their way to the platform. None of its functions throws or waits, but for the promises. */
export type Outbox = {
  /** Takes one record, as JSON. */
  add(json: string): boolean;
  /** Counts records that were lost before they came here. */
  addDropped(count: number): void;
  /** How full the queue is, 0 to 1. */
  fill(): number;
  stats(): { queued: number; sent: number; dropped: number; failures: number; isPaused: boolean };
  flush(): Promise<void>;
  /** A flush that none follows: a platform that is left alone after failures is tried once more, as what waits is lost otherwise. */
  flushLast(): Promise<void>;
  /** Ends as {@link flushLast} does, and tries again until the deadline, ms from now. */
  close(deadlineMs: number): Promise<{ lost: number }>;
};

/** Smaller bodies are sent as they are, characters. */
const leastCompressed = 1_024;
/** Failures in a row after which the platform is left alone for the longest pause. */
const failuresToOpen = 5;

/** Gathers records into batches and sends these one after the other; a batch keeps its id, and its bytes, over all attempts. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { door, limits, clock } = options;
  const breaker = createBreaker({ threshold: failuresToOpen, cooldownMs: limits.maxPauseMs, clock });
  const backoff = { baseMs: 500, capMs: limits.maxPauseMs, random: options.random };
  let dropped = 0;
  let confirmedDrops = 0;
  let prepared: Prepared | null = null;

  const prepare = async (items: string[], batchId: string): Promise<Prepared> => {
    if (prepared?.batchId === batchId) return prepared;
    const drops = dropped - confirmedDrops;
    const head = JSON.stringify({ batchId, ...options.head, ...(drops > 0 && { dropped: drops }) });
    const text = `${head.slice(0, -1)},"${options.list}":[${items.join(',')}]}`;
    const isCompressed = options.gzip !== null && text.length >= leastCompressed;
    const bytes = isCompressed ? await options.gzip!(text) : text;
    prepared = { batchId, drops, body: { bytes, isCompressed } };
    return prepared;
  };

  const attempt = async (items: string[], batchId: string) => {
    if (!breaker.allows()) throw new SendError(`${door.url} is left alone for a while`);
    try {
      const { body, drops } = await prepare(items, batchId);
      await sendBatch(door, body);
      breaker.succeeded();
      confirmedDrops += drops;
      prepared = null;
    } catch (error) {
      const failure = error instanceof SendError ? error : new SendError(String(error), { cause: error });
      if (failure.isPermanent) breaker.succeeded();
      else breaker.failed();
      if (failure.retryAfterMs !== null) breaker.hold(failure.retryAfterMs);
      options.onError(failure);
      throw failure;
    }
  };

  const batcher: Batcher<string> = createBatcher<string>({
    maxItems: limits.maxItems,
    maxAgeMs: limits.maxAgeMs,
    capacity: limits.queueItems,
    size: { of: ({ length }) => length, maxBatch: limits.maxCharacters, capacity: limits.queueCharacters },
    flush: (items, { batchId }) => options.unobserved(() => attempt(items, batchId)),
    isPermanent: (error) => error instanceof SendError && error.isPermanent,
    onDrop: (items) => {
      dropped += items.length;
    },
    pauseAfter: (error, failures) => {
      const asked = error instanceof SendError ? error.retryAfterMs : null;
      return Math.max(breaker.wait(), retryDelay(failures, backoff, asked));
    },
    clock,
    newId: options.newId,
    ...(options.timers && { timers: options.timers }),
  });

  return {
    add: batcher.add,
    addDropped: (count) => {
      dropped += count;
    },
    fill: () => Math.max(batcher.size / limits.queueItems, batcher.heldSize / limits.queueCharacters),
    stats() {
      const { buffered, flushed, failedFlushes } = batcher.stats();
      return {
        queued: buffered,
        sent: flushed,
        dropped,
        failures: failedFlushes,
        isPaused: !breaker.allows(),
      };
    },
    flush: batcher.flush,
    flushLast() {
      breaker.probe();
      return batcher.flush();
    },
    close(deadlineMs) {
      breaker.probe();
      return batcher.close(deadlineMs);
    },
  };
}

/** A batch made ready once for all its attempts, with the drops that it tells of. */
type Prepared = {
  batchId: string;
  drops: number;
  body: { bytes: Uint8Array | string; isCompressed: boolean };
};
