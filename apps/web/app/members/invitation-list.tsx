import type { Invitation } from '@apiscope/core/access/member-schema';
import { systemClock } from '@apiscope/core/clock';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import type { MemberActions } from './use-member-actions.ts';

type InvitationListProps = {
  invitations: readonly Invitation[];
  actions: MemberActions;
  onRenew: (invitation: Invitation) => void;
};

/** Who is invited and has not come yet. */
export function InvitationList({ invitations, actions, onRenew }: InvitationListProps) {
  const now = systemClock.now();
  return (
    <Card title="Invitations" note="their links are shown once; a new one replaces the old">
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <li
            key={invitation.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-[13px]"
          >
            <p className="min-w-0 flex-1 basis-56">
              <span className="break-all font-semibold">{invitation.email}</span>{' '}
              <Badge>{invitation.role}</Badge>{' '}
              {Date.parse(invitation.expires_at) <= now && <Badge tone="warn">too old</Badge>}
            </p>
            <p className="basis-44 text-xs text-muted">
              until <Timestamp at={invitation.expires_at} style="day-minute" />
            </p>
            <span className="flex gap-1">
              <Button
                size="small"
                aria-label={`New link for ${invitation.email}`}
                onClick={() => onRenew(invitation)}
              >
                New link
              </Button>
              <Button
                size="small"
                tone="quiet"
                disabled={actions.isBusy}
                aria-label={`Take back the invitation of ${invitation.email}`}
                onClick={() => void actions.revoke(invitation)}
              >
                Take back
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
