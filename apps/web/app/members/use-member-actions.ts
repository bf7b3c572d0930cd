import type { Invitation, Member, MemberSession } from '@apiscope/core/access/member-schema';
import type { Role } from '@apiscope/core/access/schema';
import { api } from '../api/api.client.ts';
import { useAct } from '../ui/use-act.ts';

/** What a person does with members. Each answers whether it was done; `said` tells what came of the last one. */
export function useMemberActions() {
  const { act, state } = useAct();
  return {
    ...state,
    setRole: ({ id, name }: Member, role: Role) =>
      act(async () => {
        await api.members.setRole.mutate({ id, role });
        return `${name} is ${role} now.`;
      }),
    remove: ({ id, name }: Member) =>
      act(async () => {
        await api.members.remove.mutate({ id });
        return `${name} is removed and signed out.`;
      }),
    invite: (input: { email: string; role: Role; days: number }, onToken: (token: string) => void) =>
      act(async () => {
        onToken((await api.members.invite.mutate(input)).token);
        return null;
      }),
    revoke: ({ id, email }: Invitation) =>
      act(async () => {
        await api.members.revokeInvitation.mutate({ id });
        return `The invitation of ${email} is taken back.`;
      }),
    endSession: ({ id }: MemberSession) =>
      act(async () => {
        await api.auth.endSession.mutate({ id });
        return 'That browser is signed out.';
      }),
    signOutEverywhere: () =>
      act(async () => {
        await api.auth.signOutEverywhere.mutate();
        location.assign('/sign-in');
        return null;
      }),
  };
}
export type MemberActions = ReturnType<typeof useMemberActions>;
