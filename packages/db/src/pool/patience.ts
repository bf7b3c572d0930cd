import { AsyncLocalStorage } from 'node:async_hooks';
import { systemClock } from '@apiscope/core/clock';

/** How long a piece of work waits for the database in all, and for one answer of it, ms; the same unless two are given. */
export type PatienceLimit = number | { totalMs: number; eachMs: number };

/** How long one piece of work may still wait for the database. */
export type Patience = {
  /** Milliseconds that the next wait may take; Infinity when the work has ended and only something that it began goes on. */
  leftMs(): number;
  /** Counts from now on, until what it answers is called. Waits at the same time count once. */
  begin(): () => void;
};

const current = new AsyncLocalStorage<Patience>();

/**
 * Runs work that waits for the database so long in all, for connections and for answers; then whatever it still asks fails as if the
 * database were away, and its transaction is undone. Only waiting counts, so a slow sender or a slow target costs nothing of it. Inside
 * another such piece of work it has a patience of its own. What goes on after its end (a batch that it filled, a stream that it
 * answered) is bounded by the limits of the pool alone.
 */
export async function withPatience<T>(limit: PatienceLimit, work: () => Promise<T>): Promise<T> {
  const { totalMs, eachMs } = typeof limit === 'number' ? { totalMs: limit, eachMs: limit } : limit;
  const patience = createPatience(totalMs, eachMs);
  try {
    // A query of Prisma begins when it is awaited, which is to be in here.
    return await current.run(patience, async () => await work());
  } finally {
    patience.end();
  }
}

/** That of the work that asks; null where nobody has set any. */
export function currentPatience(): Patience | null {
  return current.getStore() ?? null;
}

function createPatience(totalMs: number, eachMs: number): Patience & { end(): void } {
  const now = systemClock.monotonic;
  let spent = 0;
  let waits = 0;
  let since = 0;
  let hasEnded = false;
  return {
    leftMs() {
      if (hasEnded) return Number.POSITIVE_INFINITY;
      return Math.min(eachMs, totalMs - spent - (waits > 0 ? now() - since : 0));
    },
    begin() {
      if (waits === 0) since = now();
      waits++;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        waits--;
        if (waits === 0) spent += now() - since;
      };
    },
    end() {
      hasEnded = true;
    },
  };
}
