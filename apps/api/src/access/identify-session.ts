import { grantedBy, scopesOfRole } from '@apiscope/core/access/schema';
import type { Clock } from '@apiscope/core/clock';
import { AppError } from '@apiscope/core/errors';
import { findSession } from '@apiscope/db/access/find-session';
import { touchSession } from '@apiscope/db/access/touch-session';
import type { Db } from '@apiscope/db/client';
import { type Actor, anybody, memberName, nobody } from './actor.ts';
import type { SignIn } from './create-sign-in.ts';

/** How long a session may lie idle, ms. It ends {@link sessionSeconds} after signing in at the latest. */
export const idleMs = 7 * 86_400_000;
/** How exact it is known when a session was last used, ms: not every request of a busy page writes a row. */
const seenMs = 60_000;

/** Whose session the cookie names; one that is over is nobody's. */
export async function identifySession(
  db: Db,
  { signIn, headers, clock }: { signIn: SignIn; headers: Headers; clock: Clock },
): Promise<Actor> {
  const token = signIn.readToken(headers);
  if (token === null) return nobody();
  const session = await findSession(db, token);
  const now = clock.now();
  if (session === null || session.expiresAt <= now || session.lastSeenAt + idleMs <= now)
    return nobody(new AppError('UNAUTHORIZED', 'the session has ended; sign in again'));
  const { id, member, lastSeenAt, expiresAt } = session;
  if (lastSeenAt < now - seenMs) await touchSession(db, { id, at: now });
  return {
    ...anybody,
    kind: 'member',
    name: memberName(member.email),
    scopes: grantedBy(scopesOfRole[member.role]),
    session: { id, member },
    expiresAt,
  };
}
