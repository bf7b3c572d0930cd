import { type Clock, systemClock } from '../clock.ts';
import { type NewId, randomId } from '../ids.ts';
import { type Backoff, backoffDelay, defaultBackoff } from './backoff.ts';
import type { BatcherStats, DropReason } from './batcher-stats.ts';
import { systemTimers, type Timers } from './timers.ts';

/** What a flush is told of its batch; `batchId` stays the same over every attempt, so the receiver can ignore a repeat. */
export type BatchAttempt = { batchId: string; attempt: number };

export type BatcherOptions<T> = {
  /** Items in one batch at most; as many waiting trigger a flush. */
  maxItems: number;
  /** Longest wait of an item before a flush is tried, ms. */
  maxAgeMs: number;
  /** Items held at most, waiting and in flight together; beyond it the newest are dropped. */
  capacity: number;
  /** Bounds by size beside those by count; `of` is asked once an item, in whatever unit the bounds are. */
  size?: { of: (item: T) => number; maxBatch: number; capacity: number };
  /** Delivers a batch in arrival order; a rejection means nothing of it counts as delivered. */
  flush: (items: T[], batch: BatchAttempt) => Promise<void>;
  /** True for an error that no retry will cure; the batch is then dropped and counted. Default: every error is retried. */
  isPermanent?: (error: unknown) => boolean;
  onDrop?: (items: readonly T[], reason: DropReason) => void;
  /** Pause after a failure, ms, `failures` of one batch counted from 1; instead of the one that `retry` makes. */
  pauseAfter?: (error: unknown, failures: number) => number;
  retry?: Partial<Backoff>;
  clock?: Clock;
  timers?: Timers;
  newId?: NewId;
};

export type Batcher<T> = {
  /** Takes an item; false when it was dropped. Never throws and never waits. */
  add(item: T): boolean;
  /** Items held: waiting and in flight. */
  readonly size: number;
  /** Their size, in the unit of `size.of`; 0 where sizes are not bounded. */
  readonly heldSize: number;
  stats(): BatcherStats;
  /** Tries at once what is held; resolves when that is delivered, or when an attempt failed. Never rejects. */
  flush(): Promise<void>;
  /**
   * Refuses new items and delivers what is held, retrying until `deadlineMs` have passed. `lost` counts held items that
   * were not known to be delivered by then. Holds the process open meanwhile; a second call answers the first's promise.
   */
  close(deadlineMs: number): Promise<{ lost: number }>;
};

type Batch<T> = { items: T[]; size: number; batchId: string; attempt: number };

/**
 * Gathers items and delivers them in batches.
 *
 * Idle, it waits until `maxItems` are held, or as much as fits a batch, or the oldest is `maxAgeMs` old. Pumping, it takes the oldest items as one batch and
 * tries it until it is delivered or refused for good, pausing longer after each failure; nothing overtakes it, so order
 * holds and one flush runs at a time. Then it takes the next batch if one is due, else goes idle. Closing makes
 * everything due. After the deadline it is abandoned: late results of a flush still running are ignored.
 */
export function createBatcher<T>(options: BatcherOptions<T>): Batcher<T> {
  const { clock = systemClock, timers = systemTimers, newId = randomId } = options;
  const backoff: Backoff = { ...defaultBackoff, ...options.retry };
  const batchSize = Math.max(1, Math.min(options.maxItems, options.capacity));
  const sizeOf = options.size?.of ?? (() => 0);
  const maxBatchSize = options.size?.maxBatch ?? Number.POSITIVE_INFINITY;
  const maxHeldSize = options.size?.capacity ?? Number.POSITIVE_INFINITY;

  const waiting: T[] = [];
  const arrivals: number[] = [];
  const sizes: number[] = [];
  let waitingSize = 0;
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
  const droppedBy: Record<DropReason, number> = { full: 0, closed: 0, permanent: 0 };
  const { capacity } = options;
  const stats: BatcherStats = { buffered: 0, capacity, dropped: 0, droppedBy, flushed: 0, failedFlushes: 0 };

  const held = () => waiting.length + (current?.items.length ?? 0);
  const heldSize = () => waitingSize + (current?.size ?? 0);

  const drop = (items: readonly T[], reason: DropReason) => {
    stats.dropped += items.length;
    droppedBy[reason] += items.length;
    try {
      options.onDrop?.(items, reason);
    } catch (error) {
      stats.lastError = error;
    }
  };

  const isDue = (now: number) =>
    waiting.length >= batchSize ||
    waitingSize >= maxBatchSize ||
    (waiting.length > 0 && (taken < forcedUpTo || now - arrivals[0]! >= options.maxAgeMs));

  const take = (): Batch<T> => {
    let count = 1;
    let size = sizes[0]!;
    while (count < Math.min(batchSize, waiting.length) && size + sizes[count]! <= maxBatchSize)
      size += sizes[count++]!;
    const items = waiting.splice(0, count);
    arrivals.splice(0, count);
    sizes.splice(0, count);
    waitingSize -= size;
    taken += count;
    return { items, size, batchId: newId(), attempt: 0 };
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
      const pause = pauseFor(pauseAfter(error, batch.attempt));
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

  const pauseAfter = (error: unknown, failures: number): number => {
    try {
      const own = options.pauseAfter?.(error, failures);
      if (own !== undefined) return own;
    } catch {
      // As good as none of its own.
    }
    return backoffDelay(failures, backoff);
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
    while (!abandoned && (current !== null || isDue(clock.monotonic()))) {
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
    sizes.length = 0;
    waitingSize = 0;
    if (left.length > 0) drop(left, 'closed');
    answerWaiters(true);
    return { lost: owed - (stats.flushed - flushedBefore) };
  };

  return {
    add(item) {
      const size = sizeOf(item);
      const isFull = held() >= options.capacity || heldSize() + size > maxHeldSize;
      if (closing !== null || isFull) {
        drop([item], closing !== null ? 'closed' : 'full');
        return false;
      }
      waiting.push(item);
      sizes.push(size);
      waitingSize += size;
      const now = clock.monotonic();
      arrivals.push(now);
      accepted++;
      if (pumping) return true;
      if (isDue(now)) void pump();
      else if (ageTimer === null) startAgeTimer();
      return true;
    },
    get size() {
      return held();
    },
    get heldSize() {
      return heldSize();
    },
    stats: () => ({ ...stats, droppedBy: { ...droppedBy }, buffered: held() }),
    flush: force,
    close(deadlineMs) {
      closing ??= drain(deadlineMs);
      return closing;
    },
  };
}
