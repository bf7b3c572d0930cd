import type { Member } from '@apiscope/core/access/member-schema';
import { type Role, roles } from '@apiscope/core/access/schema';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import type { MemberActions } from './use-member-actions.ts';

type MemberRowProps = { member: Member; isMe: boolean; actions: MemberActions; onRemove: () => void };

/** One member: who, what they may do, and when they were last here. */
export function MemberRow({ member, isMe, actions, onRemove }: MemberRowProps) {
  const { name, email, role, last_seen_at: lastSeen } = member;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-[13px]">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words font-semibold">{name}</span>
          {isMe && <Badge tone="accent">you</Badge>}
        </p>
        <p className="break-all text-xs text-muted">{email}</p>
      </div>
      <p className="basis-44 text-xs text-muted">
        {lastSeen === null ? (
          'not signed in'
        ) : (
          <>
            seen <Timestamp at={lastSeen} style="day-minute" />
          </>
        )}
      </p>
      <select
        aria-label={`Role of ${name}`}
        // Another value only when the server has it: a refusal leaves what is.
        value={role}
        disabled={actions.isBusy}
        onChange={(event) => void actions.setRole(member, event.currentTarget.value as Role)}
        className="h-8 rounded-md border border-line bg-canvas px-2"
      >
        {roles.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <Button size="small" tone="quiet" aria-label={`Remove ${name}`} onClick={onRemove}>
        Remove
      </Button>
    </li>
  );
}
