import {
  invitation,
  invitationIdInput,
  inviteInput,
  member,
  memberIdInput,
  newInvitation,
  setRoleInput,
} from '@apiscope/core/access/member-schema';
import { createInvitation } from '@apiscope/db/access/create-invitation';
import { deleteInvitation, deleteInvitationsOf } from '@apiscope/db/access/delete-invitation';
import { deleteMember } from '@apiscope/db/access/delete-member';
import { listInvitations } from '@apiscope/db/access/list-invitations';
import { listMembers } from '@apiscope/db/access/list-members';
import { updateRole } from '@apiscope/db/access/update-role';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';
import { memberName } from './actor.ts';
import { audited } from './audited.ts';
import { makeInvitation } from './make-invitation.ts';

const tags = ['members'];
const dayMs = 86_400_000;

export const membersRouter = router({
  list: procedure
    .meta({
      access: 'admin',
      openapi: { method: 'GET', path: '/members', tags, summary: 'List members, by address' },
    })
    .input(z.strictObject({}).optional())
    .output(z.array(member))
    .query(({ ctx }) => listMembers(ctx.deps.db)),

  setRole: procedure
    .meta({
      access: 'admin',
      mayConflict: true,
      openapi: {
        method: 'PATCH',
        path: '/members/{id}',
        tags,
        summary: 'Set what a member is',
        description:
          'Holds from their next request on. Of who is an admin no more, invitations are taken back. 409 when no admin would be left.',
      },
    })
    .input(setRoleInput)
    .output(member)
    .mutation(({ ctx, input }) =>
      audited(
        ctx,
        async (tx) => {
          const changed = await updateRole(tx, input);
          const invitations =
            changed.role === 'admin' ? 0 : await deleteInvitationsOf(tx, memberName(changed.email));
          return { ...changed, invitations };
        },
        ({ email, role, invitations }) => ({
          action: 'members.set_role',
          subject: email,
          details: { role, invitations },
        }),
      ),
    ),

  remove: procedure
    .meta({
      access: 'admin',
      mayConflict: true,
      openapi: {
        method: 'DELETE',
        path: '/members/{id}',
        tags,
        summary: 'Remove a member',
        description:
          'Their sessions end at once, and what they invited is taken back; keys that they made go on. 409 when no admin would be left.',
      },
    })
    .input(memberIdInput)
    .output(member)
    .mutation(({ ctx, input }) =>
      audited(
        ctx,
        async (tx) => {
          const removed = await deleteMember(tx, input);
          return { ...removed, invitations: await deleteInvitationsOf(tx, memberName(removed.email)) };
        },
        ({ email, role, invitations }) => ({
          action: 'members.remove',
          subject: email,
          details: { role, invitations },
        }),
      ),
    ),

  invitations: procedure
    .meta({
      access: 'admin',
      openapi: {
        method: 'GET',
        path: '/invitations',
        tags,
        summary: 'List invitations that were not taken up, by address',
      },
    })
    .input(z.strictObject({}).optional())
    .output(z.array(invitation))
    .query(({ ctx }) => listInvitations(ctx.deps.db)),

  invite: procedure
    .meta({
      access: 'admin',
      successStatus: 201,
      mayConflict: true,
      openapi: {
        method: 'POST',
        path: '/invitations',
        tags,
        summary: 'Invite somebody',
        description:
          'Nothing is mailed: hand them `/sign-up?invitation=` with the token, which is shown this once and opens once. A second invitation of an address replaces the first.',
      },
    })
    .input(inviteInput)
    .output(newInvitation)
    .mutation(async ({ ctx, input: { days, ...input } }) => {
      const { token, hash } = makeInvitation();
      const given = { ...input, hash, createdBy: ctx.actor.name };
      const expiresAt = ctx.deps.clock.now() + days * dayMs;
      const made = await audited(
        ctx,
        (tx) => createInvitation(tx, { ...given, expiresAt }),
        ({ email, role }) => ({ action: 'members.invite', subject: email, details: { role, days } }),
      );
      return { ...made, token };
    }),

  revokeInvitation: procedure
    .meta({
      access: 'admin',
      openapi: { method: 'DELETE', path: '/invitations/{id}', tags, summary: 'Take an invitation back' },
    })
    .input(invitationIdInput)
    .output(invitation)
    .mutation(({ ctx, input }) =>
      audited(
        ctx,
        (tx) => deleteInvitation(tx, input),
        ({ email }) => ({
          action: 'members.revoke_invitation',
          subject: email,
        }),
      ),
    ),
});
