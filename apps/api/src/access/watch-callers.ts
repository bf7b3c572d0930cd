import { systemTimers, type Timers } from '@apiscope/core/batch/timers';
import type { Clock } from '@apiscope/core/clock';
import { toAppError } from '../http/to-app-error.ts';
import type { Access } from '../trpc/meta.ts';
import type { Actor } from './actor.ts';
import type { Identify } from './create-identify.ts';
import { requireAccess } from './require-access.ts';

/** How often it is asked whether who follows a stream still may, ms. */
export const askAgainMs = 10_000;

/** Somebody who is given something that goes on. */
export type Caller = { actor: Actor; headers: Headers };

/** The time in which a caller may: `signal` aborts, with the refusal as its reason, when they may no more. */
export type Permit = { signal: AbortSignal; stop(): void };

/** Grants what goes on for as long as what it was opened with counts. */
export type WatchCaller = (caller: Caller, access: Access) => Permit;

type Watched = {
  headers: Headers;
  expiresAt: number | null;
  permits: Set<{ access: Access; ending: AbortController }>;
  timer: unknown;
};

/**
 * Makes the watch of a process. However many streams a session or key has open, it is judged once an interval, and at the moment it
 * runs out. While it cannot be judged, streams stay: they bring nothing then either.
 */
export function watchCallers({
  identify,
  clock,
  everyMs = askAgainMs,
  timers = systemTimers,
}: {
  identify: Identify;
  clock: Clock;
  everyMs?: number;
  timers?: Timers;
}): WatchCaller {
  const watched = new Map<string, Watched>();

  const plan = (name: string, entry: Watched) => {
    const left = entry.expiresAt === null ? everyMs : Math.max(0, entry.expiresAt - clock.now());
    entry.timer = timers.set(() => void judge(name, entry), Math.min(everyMs, left), false);
  };

  const judge = async (name: string, entry: Watched) => {
    const actor = await identify(entry);
    if (watched.get(name) !== entry) return;
    if (actor.refusal?.code !== 'SERVICE_UNAVAILABLE') {
      for (const { access, ending } of [...entry.permits]) {
        try {
          requireAccess(actor, access);
        } catch (error) {
          ending.abort(toAppError(error));
        }
      }
      entry.expiresAt = actor.expiresAt;
    } else entry.expiresAt = null;
    plan(name, entry);
  };

  return ({ actor, headers }, access) => {
    const ending = new AbortController();
    const name = nameOf(actor);
    if (name === null) return { signal: ending.signal, stop: () => {} };
    let entry = watched.get(name);
    if (!entry) {
      entry = { headers, expiresAt: actor.expiresAt, permits: new Set(), timer: null };
      watched.set(name, entry);
      plan(name, entry);
    }
    const { permits } = entry;
    const permit = { access, ending };
    permits.add(permit);
    const opened = entry;
    return {
      signal: ending.signal,
      stop() {
        permits.delete(permit);
        if (permits.size > 0 || watched.get(name) !== opened) return;
        timers.clear(opened.timer);
        watched.delete(name);
      },
    };
  };
}

/** What is judged: a session or a key. Whoever shows nothing has nothing that ends. */
function nameOf({ kind, name, session }: Actor): string | null {
  if (session !== null) return `session:${session.id}`;
  return kind === 'key' ? name : null;
}
