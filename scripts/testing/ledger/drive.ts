import { setTimeout as sleep } from 'node:timers/promises';
import type { openClient } from './ask.ts';
import { type Entry, isTaken, makeEntry } from './entries.ts';

/** An API process as the driver sees it: `name` is of this life of it, and changes when it is started again. */
export type Target = { origin: string; name: string };

/** More are not under way at once: a machine that cannot keep the pace is asked less. */
const mostUnderWay = 40;
/** Pause before a batch that was not taken is sent again, ms. */
const pauseMs = 500;

/**
 * Asks the targets in turn, `rate` times a second, and keeps a ledger of all that was asked and answered.
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
  entries: Entry[] /** Asks nothing new, and resolves when all that is sent again has been taken. */;
  end(): Promise<void>;
} {
  const entries: Entry[] = [];
  const underWay = new Set<Promise<void>>();
  let isEnding = false;

  const perform = async (entry: Entry): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      const all = targets();
      const { origin, name } = all[(entry.n + attempt) % all.length]!;
      const at = Date.now();
      const { status, retryAfter, ms } = await client.ask(origin, entry.what);
      entry.tries.push({ at, process: name, status, retryAfter, ms });
      if (isTaken(entry) || !entry.again) return;
      await sleep(pauseMs);
    }
  };
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * rate;
    while (entries.length < due && underWay.size < mostUnderWay) {
      const entry = makeEntry(entries.length);
      entries.push(entry);
      const performed = perform(entry).finally(() => underWay.delete(performed));
      underWay.add(performed);
    }
  }, 5);
  return {
    entries,
    async end() {
      if (!isEnding) clearInterval(timer);
      isEnding = true;
      await Promise.all(underWay);
    },
  };
}
