import type { Clock } from '@apiscope/core/clock';
import type { Deps } from '../../deps.ts';

/** A function that slept longer has lost the connections that it held, and may have missed what it would have been told, ms. */
const longSleep = 1_000;
/** Longest that an invocation waits to hand over what it captured, ms. */
const flushWithin = 5_000;

type Parts = Pick<Deps, 'db' | 'rules' | 'batchers'> & { clock: Pick<Clock, 'now'> };

/**
 * What surrounds an invocation of a function, which is frozen in between: its timers stand still and its connections die unseen. Before, what is stale
 * is let go; after, what was captured is in the database.
 */
export function surroundInvocations({ db, rules, batchers, clock }: Parts) {
  let sleptSince: number | null = null;
  return {
    async begin(): Promise<void> {
      const sleptFor = sleptSince === null ? 0 : clock.now() - sleptSince;
      if (sleptFor < longSleep) return;
      // Opened anew by the next query.
      await db.$disconnect();
      await rules.look();
    },
    async end(): Promise<void> {
      // What observes the end of an answer does so a moment after it.
      await new Promise((resolve) => setImmediate(resolve));
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, flushWithin);
      });
      await Promise.race([Promise.all(Object.values(batchers).map((each) => each.flush())), late]);
      clearTimeout(timer);
      sleptSince = clock.now();
    },
  };
}
