import type { MemberSession } from '@apiscope/core/access/member-schema';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import type { MemberActions } from './use-member-actions.ts';

/** Where the person at the screen is signed in. */
export function SessionsCard({
  sessions,
  actions,
}: {
  sessions: readonly MemberSession[];
  actions: MemberActions;
}) {
  return (
    <Card
      title="My sessions"
      note="a session ends after 7 days without use, and 30 days after signing in"
      action={
        <ConfirmDialog
          title="Sign out everywhere?"
          about="Every browser in which you are signed in is signed out, this one too."
          action="Sign out everywhere"
          isBusy={actions.isBusy}
          trigger={
            <Button size="small" tone="quiet">
              Sign out everywhere
            </Button>
          }
          onConfirm={() => void actions.signOutEverywhere()}
        />
      }
    >
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-[13px]">
            <p className="min-w-0 flex-1 basis-56">
              <span className="break-words">{browserOf(session.user_agent)}</span>{' '}
              {session.current && <Badge tone="accent">this one</Badge>}
              <span className="block text-xs text-faint">{session.address ?? 'address not known'}</span>
            </p>
            <p className="basis-44 text-xs text-muted">
              seen <Timestamp at={session.last_seen_at} style="day-minute" />
            </p>
            <Button
              size="small"
              tone="quiet"
              disabled={session.current || actions.isBusy}
              title={session.current ? 'Sign out by the menu at the top' : undefined}
              aria-label={`Sign out ${browserOf(session.user_agent)}, session ${session.id}`}
              onClick={() => void actions.endSession(session)}
            >
              Sign out
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The browser's name, as far as its long line tells. */
function browserOf(userAgent: string | null): string {
  if (userAgent === null) return 'An unknown program';
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1];
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(userAgent)?.[1];
  const name =
    browser === undefined ? userAgent.slice(0, 60) : ({ Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser);
  return system === undefined ? name : `${name} on ${system}`;
}
