import type { Clock } from '@apiscope/core/clock';
import { within } from '../health/within.ts';
import { toAppError } from '../http/to-app-error.ts';
import { type Actor, nobody } from './actor.ts';
import { type Identify, readToken } from './create-identify.ts';
import { hashToken } from './make-token.ts';

/** Longest wait for the database, ms: who scrapes waits 10 s by default. */
const patience = 2_000;
/** How long a key that was taken is known, ms, and of how many keys. */
const knownFor = 86_400_000;
const maxKnown = 100;

/**
 * For a door that has to be open above all while the database, which knows the keys, is away: a key that this process took in the last 24
 * hours is then taken again until it expires. It is looked up once at a time, and not waited for for long.
 */
export function identifyThroughOutage({ identify, clock }: { identify: Identify; clock: Clock }): Identify {
  const known = new Map<string, { actor: Actor; at: number }>();
  const running = new Map<string, Promise<Actor>>();

  const lookUp = (key: string, request: { headers: Headers }): Promise<Actor> => {
    const started = running.get(key) ?? identify(request).finally(() => running.delete(key));
    running.set(key, started);
    return within(started, patience).catch((error: unknown) => nobody(toAppError(error)));
  };

  return async (request) => {
    const token = readToken(request.headers);
    if (token === null)
      return within(identify(request), patience).catch((error) => nobody(toAppError(error)));
    const key = Buffer.from(hashToken(token)).toString('base64');
    const actor = await lookUp(key, request);
    const now = clock.now();
    if (actor.refusal?.code === 'SERVICE_UNAVAILABLE') return stillKnown(known.get(key), now) ?? actor;
    known.delete(key);
    if (actor.kind !== 'key') return actor;
    if (known.size >= maxKnown) known.delete(known.keys().next().value!);
    known.set(key, { actor, at: now });
    return actor;
  };
}

function stillKnown(entry: { actor: Actor; at: number } | undefined, now: number): Actor | null {
  if (entry === undefined || now - entry.at > knownFor) return null;
  const { expiresAt } = entry.actor;
  return expiresAt !== null && expiresAt <= now ? null : entry.actor;
}
