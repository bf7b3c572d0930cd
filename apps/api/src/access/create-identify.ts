import { isTokenLike } from '@apiscope/core/access/token';
import type { Clock } from '@apiscope/core/clock';
import type { Db } from '@apiscope/db/client';
import { toAppError } from '../http/to-app-error.ts';
import { type Actor, anybody, nobody } from './actor.ts';
import type { SignIn } from './create-sign-in.ts';
import { identifyKey } from './identify-key.ts';
import { identifySession } from './identify-session.ts';

/** Whether people sign in and machines show keys, or whoever reaches this machine is let in. */
export type AuthMode = 'on' | 'off';

/** Says who makes a request by its headers; fails never, what stands in the way is the actor's refusal. */
export type Identify = (request: { headers: Headers }) => Promise<Actor>;

/**
 * Makes the function that tells callers apart: by the key they show, else by the session their cookie names. A key that is shown counts
 * with `AUTH=off` too, so that a wrong one is noticed early; `signIn` is null then.
 */
export function createIdentify({
  db,
  clock,
  signIn,
}: {
  db: Db;
  clock: Clock;
  signIn: SignIn | null;
}): Identify {
  return async ({ headers }) => {
    const token = readToken(headers);
    try {
      if (token !== null && (signIn !== null || isTokenLike(token)))
        return await identifyKey(db, { token, clock });
      return signIn === null ? anybody : await identifySession(db, { signIn, headers, clock });
    } catch (error) {
      return nobody(toAppError(error));
    }
  };
}

/** What was shown as an API key; null when nothing was. */
export function readToken(headers: Headers): string | null {
  const bearer = /^bearer +(\S+)\s*$/i.exec(headers.get('authorization') ?? '');
  return bearer?.[1] ?? headers.get('x-api-key');
}
