import type { signUpInput } from '@apiscope/core/access/member-schema';
import { AppError, badParameter } from '@apiscope/core/errors';
import { acceptInvitation } from '@apiscope/db/access/accept-invitation';
import { createFirstMember } from '@apiscope/db/access/create-first-member';
import { findInvitation } from '@apiscope/db/access/find-invitation';
import { hasMembers } from '@apiscope/db/access/has-members';
import { recordAudit } from '@apiscope/db/access/record-audit';
import { inTransaction } from '@apiscope/db/client';
import type { z } from 'zod';
import type { Context } from '../trpc/context.ts';
import { memberName } from './actor.ts';
import { admitAttempt } from './admit-attempt.ts';
import { hashToken } from './make-token.ts';
import { openSession, requireSignIn } from './open-session.ts';

/**
 * Makes the first member, or the one an invitation is for, and signs them in.
 * @throws AppError FORBIDDEN when neither is the case, BAD_REQUEST naming `email` when the first one gives none.
 */
export async function signUp(
  ctx: Context,
  { email, name, password, invitation }: z.infer<typeof signUpInput>,
): Promise<void> {
  const signIn = requireSignIn(ctx);
  const { db, clock } = ctx.deps;
  const invited = invitation === undefined ? null : { hash: hashToken(invitation), now: clock.now() };
  // Before a password is hashed, which costs much: whoever may not sign up has no use of it.
  const found = invited && (await findInvitation(db, invited));
  if (invited === null && (await hasMembers(db)))
    throw new AppError('FORBIDDEN', 'you need an invitation to sign up; ask an admin for one');
  const address = found?.email ?? email;
  if (address === undefined) throw badParameter('email', 'is missing');
  if (found && email !== undefined && email !== found.email)
    throw badParameter('email', 'is not the address that the invitation is for');
  const succeed = await admitAttempt(ctx.deps, { email: address, address: ctx.address });
  const passwordHash = await signIn.hashPassword(password);
  await inTransaction(db, async (tx) => {
    if (invited) await acceptInvitation(tx, { ...invited, name, passwordHash });
    else await createFirstMember(tx, { email: address, name, passwordHash });
    await recordAudit(tx, {
      actor: memberName(address),
      action: 'auth.sign_up',
      subject: address,
      details: { role: found?.role ?? 'admin', invited_by: found?.created_by ?? null },
      requestId: ctx.requestId,
    });
  });
  await succeed();
  await openSession(ctx, { email: address, password });
}
