import { backoffDelay, defaultBackoff } from '@apiscope/core/batch/backoff';
import { systemTimers, type Timers } from '@apiscope/core/batch/timers';
import { type Clock, systemClock } from '@apiscope/core/clock';
import type { Logger } from 'pino';
import { retryUntil } from './retry-until.ts';
import type { StreamSource } from './source.ts';

/** Rows read at once. */
const readSize = 500;
/** First and longest wait before rows held back by an older transaction are looked for again, ms. */
const heldDelay = { first: 25, longest: 400 };

/** Reads new rows once for the whole process, while anyone is interested. */
export type Follower = {
  /** Counts a reader in; resolves once {@link Follower.position} is known, or when the signal aborts. */
  join(signal: AbortSignal): Promise<void>;
  leave(): void;
  /** Cursor of the last row handed on. */
  position(): string;
  /** Says that new rows may be there. */
  poke(): void;
  /** Milliseconds for which rows that were told of have waited to be read; 0 without readers, or when all is read. */
  lag(): number;
};

/**
 * Idle without readers. The first one makes it look up the newest row and start there; each poke then makes it read on
 * until nothing is left, one read at a time. Rows held back by a running older transaction make it look again by itself,
 * and so does a failed read.
 */
export function createFollower<Row>(options: {
  source: StreamSource<Row>;
  log: Logger;
  onRow: (cursor: string, row: Row) => void;
  timers?: Timers;
  clock?: Clock;
}): Follower {
  const { source, log, onRow, timers = systemTimers, clock = systemClock } = options;
  let readers = 0;
  let cursor: string | null = null;
  /** Grows when the last reader leaves, so that a read still under way then knows it is out of date. */
  let epoch = 0;
  let starting: Promise<void> | null = null;
  let giveUp: AbortController | null = null;
  let pumping = false;
  let again = false;
  let timer: unknown = null;
  let held = 0;
  let failures = 0;
  /** When the oldest rows that may not be read yet were told of, and the oldest told of since the last read began. */
  let unreadSince: number | null = null;
  let toldSince: number | null = null;

  const lookAgain = (ms: number) => {
    if (timer !== null) timers.clear(timer);
    timer = timers.set(poke, ms, false);
  };

  const readOn = async (from: string): Promise<void> => {
    const readIn = epoch;
    toldSince = null;
    const page = await source.after({ cursor: from, limit: readSize });
    if (readIn !== epoch) return;
    for (const event of page.rows) {
      onRow(event.cursor, event.row);
      cursor = event.cursor;
    }
    failures = 0;
    held = page.held ? held + 1 : 0;
    if (page.last && !page.held) unreadSince = toldSince;
    if (!page.last) again = true;
    else if (page.held) lookAgain(Math.min(heldDelay.longest, heldDelay.first * 1.5 ** (held - 1)));
  };

  const pump = async () => {
    pumping = true;
    do {
      again = false;
      if (cursor === null) break;
      await readOn(cursor).catch((error: unknown) => {
        failures++;
        log.warn({ err: error }, 'new rows could not be read; it is tried again');
        lookAgain(backoffDelay(failures, { ...defaultBackoff, capMs: 3_000 }));
      });
    } while (again);
    pumping = false;
  };

  const poke = () => {
    if (readers > 0) {
      toldSince ??= clock.monotonic();
      unreadSince ??= toldSince;
    }
    if (pumping) again = true;
    else void pump();
  };

  const start = async () => {
    const ending = new AbortController();
    giveUp = ending;
    const head = await retryUntil(() => source.head(), { signal: ending.signal, log });
    starting = null;
    if (head === undefined || readers === 0) return;
    cursor ??= head;
    poke();
  };

  return {
    async join(signal) {
      readers++;
      const aborted = new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      while (cursor === null && !signal.aborted) {
        starting ??= start();
        await Promise.race([starting, aborted]);
      }
    },
    leave() {
      readers--;
      if (readers > 0) return;
      epoch++;
      giveUp?.abort();
      cursor = null;
      unreadSince = null;
      if (timer !== null) timers.clear(timer);
      timer = null;
    },
    position() {
      if (cursor === null) throw new Error('no position before join');
      return cursor;
    },
    poke,
    lag: () => (unreadSince === null ? 0 : clock.monotonic() - unreadSince),
  };
}
