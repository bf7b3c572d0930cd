import { setTimeout as sleep } from 'node:timers/promises';
import type { openClient } from './ask.ts';
import { type Entry, isTaken, makeEntry } from './entries.ts';

/** An API process as the driver sees it: `name` is of this life of it, and changes when it is started again. */
export type Target = { origin: string; name: string };

/** Requests that wait for their answer at once at most: a machine that cannot keep the pace is asked less. */
const mostUnderWay = 60;
/** Batches that are sent again for each new request at most, so that who comes back does not crowd out who comes first. */
const againForEach = 0.5;
/** Pause before a batch whose connection broke is sent again, ms; one that was refused waits as long as it was told, and longer each time. */
const pauseMs = 500;
/** Longest pause, ms. */
const longestPauseMs = 10_000;

/**
 * Asks the targets in turn, `rate` times a second whatever they answer, and keeps a ledger of all that was asked and answered. What is to be
 * sent again is so beside the new requests, as senders do that go on with their own work.
 * @param targets asked for each attempt, so that one that was started again is found.
 */
export function drive({
  client,
  rate,
  targets,
}: {
  client: ReturnType<typeof openClient>;
  rate: number;
  targets: () => readonly Target[];
}): {
  entries: Entry[];
  /** Asks nothing new, and resolves when all that is sent again has been taken. */
  end(): Promise<void>;
} {
  const entries: Entry[] = [];
  const again: { entry: Entry; dueAt: number }[] = [];
  let underWay = 0;
  let isEnding = false;

  const attempt = async (entry: Entry): Promise<void> => {
    underWay++;
    const all = targets();
    const { origin, name } = all[(entry.n + entry.tries.length) % all.length]!;
    const at = Date.now();
    const { status, retryAfter, ms } = await client.ask(origin, entry.what);
    entry.tries.push({ at, process: name, status, retryAfter, ms });
    underWay--;
    if (isTaken(entry) || !entry.again) return;
    const told = Number(retryAfter ?? 0) * 1_000 * entry.tries.length;
    again.push({ entry, dueAt: at + ms + Math.min(told || pauseMs, longestPauseMs) });
  };
  /** Sends again what is due, the oldest first, as far as there is room. */
  const repeat = (most: number): void => {
    const now = Date.now();
    for (let sent = 0; sent < most && underWay < mostUnderWay; sent++) {
      const at = again.findIndex(({ dueAt }) => dueAt <= now);
      if (at < 0) return;
      void attempt(again.splice(at, 1)[0]!.entry);
    }
  };
  const startedAt = performance.now();
  let repeated = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * rate);
    for (; !isEnding && entries.length < due && underWay < mostUnderWay; ) {
      const entry = makeEntry(entries.length);
      entries.push(entry);
      void attempt(entry);
    }
    const room = Math.floor(due * againForEach) - repeated;
    repeated += room;
    repeat(room);
  }, 5);
  return {
    entries,
    async end() {
      isEnding = true;
      while (underWay > 0 || again.length > 0) await sleep(20);
      clearInterval(timer);
    },
  };
}
