import { type Clock, systemClock } from '../clock.ts';
import { type NewId, randomId } from '../ids.ts';
import { type Backoff, backoffDelay, defaultBackoff } from './backoff.ts';
import { systemTimers, type Timers } from './timers.ts';

/** Why an item was given up: the buffer was full, the batcher closed, or the flush failed for good. */
export type DropReason = 'full' | 'closed' | 'permanent';

/** What a flush is told of its batch; `batchId` stays the same over every attempt, so the receiver can ignore a repeat. */
export type BatchAttempt = { batchId: string; attempt: number };

export type BatcherOptions<T> = {
  /** Items in one batch at most; as many waiting trigger a flush. */
  maxItems: number;
  /** Longest wait of an item before a flush is tried, ms. */
  maxAgeMs: number;
  /** Items held at most, waiting and in flight together; beyond it the newest are dropped. */
  capacity: number;
  /** Delivers a batch in arrival order; a rejection means nothing of it counts as delivered. */
  flush: (items: T[], batch: BatchAttempt) => Promise<void>;
  /** True for an error that no retry will cure; the batch is then dropped and counted. Default: every error is retried. */
  isPermanent?: (error: unknown) => boolean;
  onDrop?: (items: readonly T[], reason: DropReason) => void;
  retry?: Partial<Backoff>;
  clock?: Clock;
  timers?: Timers;
  newId?: NewId;
};

export type BatcherStats = {
  /** Items held: waiting and in flight. */
  buffered: number;
  dropped: number;
  flushed: number;
  failedFlushes: number;
  /** The last failure, absent while the last attempt succeeded. */
  lastError?: unknown;
};

export type Batcher<T> = {
  /** Takes an item; false when it was dropped. Never throws and never waits. */
  add(item: T): boolean;
  /** Items held: waiting and in flight. */
  readonly size: number;
  stats(): BatcherStats;
  /** Tries at once what is held; resolves when that is delivered, or when an attempt failed. Never rejects. */
  flush(): Promise<void>;
  /**
   * Refuses new items and delivers what is held, retrying until `deadlineMs` have passed. `lost` counts held items that
   * were not known to be delivered by then. Holds the process open meanwhile; a second call answers the first's promise.
   */
  close(deadlineMs: number): Promise<{ lost: number }>;
};

type Batch<T> = { items: T[]; batchId: string; attempt: number };

/**
 * Gathers items and delivers them in batches.
 *
 * Idle, it waits until `maxItems` are held or the oldest is `maxAgeMs` old. Pumping, it takes the oldest items as one batch and
 * tries it until it is delivered or refused for good, pausing longer after each failure; nothing overtakes it, so order
 * holds and one flush runs at a time. Then it takes the next batch if one is due, else goes idle. Closing makes
 * everything due. After the deadline it is abandoned: late results of a flush still running are ignored.
 */
export function createBatcher<T>(options: BatcherOptions<T>): Batcher<T> {
  const { clock = systemClock, timers = systemTimers, newId = randomId } = options;
  const backoff: Backoff = { ...defaultBackoff, ...options.retry };
  const batchSize = Math.max(1, Math.min(options.maxItems, options.capacity));

  const waiting: T[] = [];
  const arrivals: number[] = [];
  let current: Batch<T> | null = null;
  let pumping = false;
  let abandoned = false;
  let closing: Promise<{ lost: number }> | null = null;
  let ageTimer: unknown = null;
  let endPause: (() => void) | null = null;
  /** Running counts of items accepted, taken into a batch, and done with; they tell which items a `flush()` waits for. */
  let accepted = 0;
  let taken = 0;
  let settled = 0;
  let forcedUpTo = 0;
  let waiters: { upTo: number; resolve: () => void }[] = [];
  const stats: BatcherStats = { buffered: 0, dropped: 0, flushed: 0, failedFlushes: 0 };

  const held = () => waiting.length + (current?.items.length ?? 0);

  const drop = (items: readonly T[], reason: DropReason) => {
    stats.dropped += items.length;
    try {
      options.onDrop?.(items, reason);
    } catch (error) {
      stats.lastError = error;
    }
  };

  const isDue = () =>
    waiting.length >= batchSize ||
    (waiting.length > 0 && (taken < forcedUpTo || clock.monotonic() - arrivals[0]! >= options.maxAgeMs));

  const take = (): Batch<T> => {
    const items = waiting.splice(0, batchSize);
    arrivals.splice(0, items.length);
    taken += items.length;
    return { items, batchId: newId(), attempt: 0 };
  };

  const answerWaiters = (failed: boolean) => {
    const done = waiters.filter(({ upTo }) => failed || settled >= upTo);
    waiters = waiters.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  };

  const finish = (batch: Batch<T>) => {
    current = null;
    settled += batch.items.length;
    answerWaiters(false);
  };

  const attempt = async (batch: Batch<T>): Promise<void> => {
    batch.attempt++;
    try {
      await options.flush(batch.items, { batchId: batch.batchId, attempt: batch.attempt });
      if (abandoned) return;
      stats.flushed += batch.items.length;
      delete stats.lastError;
      finish(batch);
    } catch (error) {
      if (abandoned) return;
      stats.failedFlushes++;
      stats.lastError = error;
      if (isPermanent(error)) {
        drop(batch.items, 'permanent');
        finish(batch);
        return;
      }
      const pause = pauseFor(backoffDelay(batch.attempt, backoff));
      answerWaiters(true);
      await pause;
    }
  };

  const isPermanent = (error: unknown): boolean => {
    try {
      return options.isPermanent?.(error) ?? false;
    } catch {
      return false;
    }
  };

  const pauseFor = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = timers.set(() => endPause?.(), ms, false);
      endPause = () => {
        endPause = null;
        timers.clear(timer);
        resolve();
      };
    });

  const pump = async () => {
    if (pumping) return;
    pumping = true;
    stopAgeTimer();
    // Off the caller's stack: a flush may serialise a whole batch before its first await.
    await Promise.resolve();
    while (!abandoned && (current !== null || isDue())) {
      current ??= take();
      await attempt(current);
    }
    pumping = false;
    if (!abandoned && waiting.length > 0) startAgeTimer();
  };

  const stopAgeTimer = () => {
    if (ageTimer !== null) timers.clear(ageTimer);
    ageTimer = null;
  };

  const startAgeTimer = () => {
    const age = clock.monotonic() - arrivals[0]!;
    // A timer may fire a moment early; asking for the oldest by count keeps that from skipping a turn.
    const onAge = () => {
      forcedUpTo = Math.max(forcedUpTo, taken + 1);
      void pump();
    };
    ageTimer = timers.set(onAge, options.maxAgeMs - age, false);
  };

  const force = (): Promise<void> => {
    if (settled >= accepted) return Promise.resolve();
    forcedUpTo = accepted;
    const answered = new Promise<void>((resolve) => {
      waiters.push({ upTo: accepted, resolve });
    });
    endPause?.();
    void pump();
    return answered;
  };

  const drain = async (deadlineMs: number): Promise<{ lost: number }> => {
    const owed = held();
    const flushedBefore = stats.flushed;
    let passed = false;
    let pass = () => {};
    const deadline = new Promise<void>((resolve) => {
      pass = resolve;
    });
    const timer = timers.set(
      () => {
        passed = true;
        pass();
      },
      deadlineMs,
      true,
    );
    await Promise.race([force(), deadline]);
    while (!passed && held() > 0) {
      await Promise.race([
        new Promise<void>((resolve) => waiters.push({ upTo: accepted, resolve })),
        deadline,
      ]);
    }
    timers.clear(timer);
    stopAgeTimer();
    abandoned = true;
    endPause?.();
    const left = [...(current?.items ?? []), ...waiting];
    current = null;
    waiting.length = 0;
    arrivals.length = 0;
    if (left.length > 0) drop(left, 'closed');
    answerWaiters(true);
    return { lost: owed - (stats.flushed - flushedBefore) };
  };

  return {
    add(item) {
      if (closing !== null || held() >= options.capacity) {
        drop([item], closing !== null ? 'closed' : 'full');
        return false;
      }
      waiting.push(item);
      arrivals.push(clock.monotonic());
      accepted++;
      if (pumping) return true;
      if (isDue()) void pump();
      else if (ageTimer === null) startAgeTimer();
      return true;
    },
    get size() {
      return held();
    },
    stats: () => ({ ...stats, buffered: held() }),
    flush: force,
    close(deadlineMs) {
      closing ??= drain(deadlineMs);
      return closing;
    },
  };
}
