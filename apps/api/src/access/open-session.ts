import { AppError } from '@apiscope/core/errors';
import { confirmSession } from '@apiscope/db/access/confirm-session';
import { deleteSessions } from '@apiscope/db/access/delete-sessions';
import { findPassword } from '@apiscope/db/access/find-password';
import { recordAudit } from '@apiscope/db/access/record-audit';
import { inTransaction } from '@apiscope/db/client';
import type { Context } from '../trpc/context.ts';
import { type ActorSession, memberName } from './actor.ts';
import { notSignedIn, type SignIn } from './create-sign-in.ts';

/** Sign-in, where people sign in. @throws AppError NOT_FOUND while `AUTH=off`. */
export function requireSignIn({ deps }: Context): SignIn {
  if (deps.signIn === null) throw new AppError('NOT_FOUND', 'nobody signs in here: AUTH is off');
  return deps.signIn;
}

/** The session of the member who asks. @throws AppError UNAUTHORIZED for anybody else. */
export function requireSession({ actor }: Context): ActorSession {
  if (actor.session !== null) return actor.session;
  throw actor.refusal ?? new AppError('UNAUTHORIZED', 'sign in first');
}

/**
 * Signs somebody in: a new session, whose cookie the answer carries. The one that the browser came with ends.
 * @throws AppError UNAUTHORIZED when the password is wrong or changes meanwhile, or nobody has the address.
 */
export async function openSession(
  ctx: Context,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const { db } = ctx.deps;
  const userAgent = ctx.headers.get('user-agent');
  const known = await findPassword(db, email);
  const made = await requireSignIn(ctx).signIn({ email, password, address: ctx.address, userAgent });
  const { session } = ctx.actor;
  const isOpen = await inTransaction(db, async (tx) => {
    if (!(await confirmSession(tx, { token: made.token, password: known }))) return false;
    if (session) await deleteSessions(tx, { memberId: session.member.id, id: session.id });
    await recordAudit(tx, {
      actor: memberName(email),
      action: 'auth.sign_in',
      subject: email,
      requestId: ctx.requestId,
    });
    return true;
  });
  if (!isOpen) throw notSignedIn();
  for (const cookie of made.cookies) ctx.answer.append('set-cookie', cookie);
}

/** Lets the browser forget its session. */
export async function forgetSession(ctx: Context): Promise<void> {
  for (const cookie of await requireSignIn(ctx).clearCookies()) ctx.answer.append('set-cookie', cookie);
}
