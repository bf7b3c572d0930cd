import { sessionState } from '@apiscope/core/access/member-schema';
import { hasMembers } from '@apiscope/db/access/has-members';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';

export const sessionRouter = router({
  get: procedure
    .meta({
      access: 'public',
      openapi: {
        method: 'GET',
        path: '/session',
        tags: ['auth'],
        summary: 'Who the caller is, and what they may do',
        description: 'Answers everybody; 503 while it cannot be told.',
      },
    })
    .input(z.strictObject({}).optional())
    .output(sessionState)
    .query(async ({ ctx: { deps, actor } }) => {
      if (actor.refusal?.code === 'SERVICE_UNAVAILABLE') throw actor.refusal;
      const { expiresAt, session } = actor;
      const isUnknown = deps.signIn !== null && actor.kind === 'anonymous';
      return {
        auth: deps.settings.auth,
        actor: actor.name,
        scopes: [...actor.scopes],
        member: session && {
          email: session.member.email,
          name: session.member.name,
          role: session.member.role,
        },
        expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
        sign_up_open: isUnknown && !(await hasMembers(deps.db)),
      };
    }),
});
