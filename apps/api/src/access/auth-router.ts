import {
  changePasswordInput,
  invitation,
  memberSession,
  readInvitationInput,
  sessionIdInput,
  signInInput,
  signUpInput,
} from '@apiscope/core/access/member-schema';
import { AppError } from '@apiscope/core/errors';
import { deleteSessions } from '@apiscope/db/access/delete-sessions';
import { findInvitation } from '@apiscope/db/access/find-invitation';
import { listSessions } from '@apiscope/db/access/list-sessions';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';
import { admitAttempt } from './admit-attempt.ts';
import { audited } from './audited.ts';
import { changePassword } from './change-password.ts';
import { idleMs } from './identify-session.ts';
import { hashToken } from './make-token.ts';
import { forgetSession, openSession, requireSession, requireSignIn } from './open-session.ts';
import { signUp } from './sign-up.ts';

const tags = ['auth'];
const done = z.object({ ok: z.literal(true) });
const ok = { ok: true } as const;
const off = 'Answers 404 while `AUTH=off`.';

/** Doors for people, not machines: what they need is a session, so that no scope opens or closes them. */
export const authRouter = router({
  signIn: procedure
    .meta({
      access: 'public',
      openapi: {
        method: 'POST',
        path: '/auth/sign-in',
        tags,
        summary: 'Sign in',
        description: `The answer sets a cookie; a session that the request came with ends. 429 after too many attempts. ${off}`,
      },
    })
    .input(signInInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      requireSignIn(ctx);
      const succeed = await admitAttempt(ctx.deps, { email: input.email, address: ctx.address });
      await openSession(ctx, input);
      await succeed();
      return ok;
    }),

  signUp: procedure
    .meta({
      access: 'public',
      mayConflict: true,
      successStatus: 201,
      openapi: {
        method: 'POST',
        path: '/auth/sign-up',
        tags,
        summary: 'Become a member',
        description: `As the first one, who becomes an admin, or by an invitation. Signs in too. ${off}`,
      },
    })
    .input(signUpInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await signUp(ctx, input);
      return ok;
    }),

  signOut: procedure
    .meta({
      access: 'public',
      openapi: { method: 'POST', path: '/auth/sign-out', tags, summary: 'Sign out', description: off },
    })
    .input(z.strictObject({}).optional())
    .output(done)
    .mutation(async ({ ctx }) => {
      const { session } = ctx.actor;
      // A session that cannot be judged just now must not be left behind: it ends, or the caller is told that it did not.
      if (session === null && ctx.actor.refusal?.code === 'SERVICE_UNAVAILABLE') throw ctx.actor.refusal;
      if (session)
        await audited(
          ctx,
          (tx) => deleteSessions(tx, { memberId: session.member.id, id: session.id }),
          () => ({ action: 'auth.sign_out', subject: session.member.email }),
        );
      await forgetSession(ctx);
      return ok;
    }),

  signOutEverywhere: procedure
    .meta({
      access: 'public',
      openapi: {
        method: 'POST',
        path: '/auth/sign-out-everywhere',
        tags,
        summary: 'End every session of the caller, this one too',
        description: off,
      },
    })
    .input(z.strictObject({}).optional())
    .output(done)
    .mutation(async ({ ctx }) => {
      const { member } = requireSession(ctx);
      await audited(
        ctx,
        (tx) => deleteSessions(tx, { memberId: member.id }),
        (sessions) => ({
          action: 'auth.sign_out_everywhere',
          subject: member.email,
          details: { sessions },
        }),
      );
      await forgetSession(ctx);
      return ok;
    }),

  changePassword: procedure
    .meta({
      access: 'public',
      openapi: {
        method: 'POST',
        path: '/auth/change-password',
        tags,
        summary: 'Change the caller’s password',
        description: `Every session ends; the answer sets the cookie of a new one. ${off}`,
      },
    })
    .input(changePasswordInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx, input);
      return ok;
    }),

  sessions: procedure
    .meta({
      access: 'public',
      openapi: { method: 'GET', path: '/auth/sessions', tags, summary: 'List the sessions of the caller' },
    })
    .input(z.strictObject({}).optional())
    .output(z.array(memberSession))
    .query(({ ctx }) => {
      const { id, member } = requireSession(ctx);
      return listSessions(ctx.deps.db, {
        memberId: member.id,
        current: id,
        now: ctx.deps.clock.now(),
        idleMs,
      });
    }),

  endSession: procedure
    .meta({
      access: 'public',
      openapi: {
        method: 'DELETE',
        path: '/auth/sessions/{id}',
        tags,
        summary: 'End a session of the caller',
      },
    })
    .input(sessionIdInput)
    .output(done)
    .mutation(async ({ ctx, input: { id } }) => {
      const { member } = requireSession(ctx);
      await audited(
        ctx,
        async (tx) => {
          const ended = await deleteSessions(tx, { memberId: member.id, id });
          if (ended === 0) throw new AppError('NOT_FOUND', `there is no session ${id} of yours`);
        },
        () => ({ action: 'auth.end_session', subject: member.email, details: { id } }),
      );
      return ok;
    }),

  invitation: procedure
    .meta({
      access: 'public',
      openapi: {
        method: 'GET',
        path: '/auth/invitation',
        tags,
        summary: 'Whom an invitation is for',
        description: '403 for a token that opens none.',
      },
    })
    .input(readInvitationInput)
    .output(invitation.pick({ email: true, role: true, expires_at: true }))
    .query(({ ctx, input: { token } }) =>
      findInvitation(ctx.deps.db, { hash: hashToken(token), now: ctx.deps.clock.now() }),
    ),
});
