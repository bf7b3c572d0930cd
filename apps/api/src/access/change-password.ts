import type { changePasswordInput } from '@apiscope/core/access/member-schema';
import { badParameter } from '@apiscope/core/errors';
import { findPassword } from '@apiscope/db/access/find-password';
import { recordAudit } from '@apiscope/db/access/record-audit';
import { updatePassword } from '@apiscope/db/access/update-password';
import { inTransaction } from '@apiscope/db/client';
import type { z } from 'zod';
import type { Context } from '../trpc/context.ts';
import { admitAttempt } from './admit-attempt.ts';
import { openSession, requireSession, requireSignIn } from './open-session.ts';

/** Changes the caller's password. Every session ends, and the caller gets a new one. @throws AppError BAD_REQUEST naming `current` when it is wrong. */
export async function changePassword(
  ctx: Context,
  { current, password }: z.infer<typeof changePasswordInput>,
): Promise<void> {
  const signIn = requireSignIn(ctx);
  const { member } = requireSession(ctx);
  const { db } = ctx.deps;
  const succeed = await admitAttempt(ctx.deps, { email: member.email, address: ctx.address });
  const from = await findPassword(db, member.email);
  const isRight = from !== null && (await signIn.verifyPassword({ hash: from, password: current }));
  if (!isRight) throw badParameter('current', 'is not your password');
  const to = await signIn.hashPassword(password);
  const isSet = await inTransaction(db, async (tx) => {
    if (!(await updatePassword(tx, { memberId: member.id, from, to }))) return false;
    await recordAudit(tx, {
      actor: ctx.actor.name,
      action: 'auth.change_password',
      subject: member.email,
      requestId: ctx.requestId,
    });
    return true;
  });
  if (!isSet) throw badParameter('current', 'has changed meanwhile');
  await succeed();
  await openSession(ctx, { email: member.email, password });
}
