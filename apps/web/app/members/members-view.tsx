import type { Invitation, Member } from '@apiscope/core/access/member-schema';
import { UserPlus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import type { loadMembers } from './load-members.server.ts';
import { MemberRow } from './member-row.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { useMemberActions } from './use-member-actions.ts';

/** What is asked: a new invitation, or whether somebody may go. */
type Question = { intent: 'invite'; of: Invitation | null } | { intent: 'remove'; member: Member };

/** Who may sign in, who is invited, and where the person at the screen is signed in. */
export function MembersView(props: Awaited<ReturnType<typeof loadMembers>>) {
  const { auth, me, members, invitations, sessions, origin } = props;
  const [question, setQuestion] = useState<Question | null>(null);
  const actions = useMemberActions();
  const ask = (asked: Question) => {
    actions.forget();
    setQuestion(asked);
  };
  const close = () => setQuestion(null);
  if (auth === 'off') return <NobodySignsIn />;
  return (
    <>
      <PageHead title="Members" note="who may sign in, and as what">
        <Button tone="primary" needs="admin" onClick={() => ask({ intent: 'invite', of: null })}>
          <UserPlus aria-hidden className="size-3.5" />
          Invite somebody
        </Button>
      </PageHead>
      {actions.said && question === null && (
        <Notice tone={actions.said.isDone ? 'info' : 'bad'} role={actions.said.isDone ? 'status' : 'alert'}>
          {actions.said.message}
        </Notice>
      )}
      {members === null ? (
        <Notice tone="info">Who else is a member is for admins to see.</Notice>
      ) : (
        <Card title="Members" note={`${members.length}`}>
          <ul className="divide-y divide-line">
            {members.map((member) => (
              <MemberRow
                key={member.id}
                member={member}
                isMe={member.email === me}
                actions={actions}
                onRemove={() => ask({ intent: 'remove', member })}
              />
            ))}
          </ul>
        </Card>
      )}
      {invitations !== null && invitations.length > 0 && (
        <InvitationList
          invitations={invitations}
          actions={actions}
          onRenew={(of) => ask({ intent: 'invite', of })}
        />
      )}
      {sessions.length > 0 && <SessionsCard sessions={sessions} actions={actions} />}
      {question?.intent === 'invite' && (
        <InviteDialog of={question.of} origin={origin} actions={actions} onClose={close} />
      )}
      {question?.intent === 'remove' && (
        <ConfirmDialog
          title={`Remove ${question.member.name}?`}
          about={`${question.member.email} is signed out at once, and can come back by an invitation only. What they did stays in the audit log.`}
          action="Remove the member"
          isBusy={actions.isBusy}
          problem={actions.problem}
          onConfirm={() => void actions.remove(question.member).then((isDone) => isDone && close())}
          onClose={close}
        />
      )}
    </>
  );
}

function NobodySignsIn() {
  return (
    <>
      <PageHead title="Members" />
      <EmptyState icon={UsersRound} title="Nobody signs in here">
        <p>
          Apiscope listens on this machine alone, and whoever reaches it may do everything. With{' '}
          <code className="font-mono text-xs">AUTH=on</code>, or another{' '}
          <code className="font-mono text-xs">HOST</code> than a loopback address, people sign in: the first
          one becomes the admin and invites the others.
        </p>
      </EmptyState>
    </>
  );
}
