import { useNavigate } from '@remix-run/react';
import { KeyRound, LogOut, MonitorSmartphone, UserRound } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { api } from '../api/api.client.ts';
import { buttonLook } from '../ui/button.tsx';
import { useAct } from '../ui/use-act.ts';
import type { Session } from './load-shell.server.ts';
import { PasswordDialog } from './password-dialog.tsx';

/** Who is signed in, and what they can do about it. */
export function UserMenu({ member }: { member: NonNullable<Session['member']> }) {
  const [isAsking, setIsAsking] = useState(false);
  const navigate = useNavigate();
  const { act, state } = useAct();
  const signOut = () =>
    act(async () => {
      await api.auth.signOut.mutate();
      // The whole page goes, and with it whatever it still shows.
      location.assign('/sign-in');
      return null;
    });
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={buttonLook()}
        aria-label={`Signed in as ${member.name}, ${member.role}`}
        title={state.problem ?? member.email}
      >
        <UserRound aria-hidden className="size-4 shrink-0 text-faint" />
        <span className="max-w-28 truncate max-lg:hidden">{member.name}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 w-64 rounded-lg border border-line bg-surface p-1 text-[13px] shadow-lg"
        >
          <div className="border-b border-line px-2 py-1.5">
            <p className="truncate font-medium">{member.name}</p>
            <p className="truncate text-xs text-muted">{member.email}</p>
            <p className="text-xs text-faint">{roleWords[member.role]}</p>
          </div>
          <Item onSelect={() => setIsAsking(true)}>
            <KeyRound aria-hidden className="size-4 text-faint" />
            Change password
          </Item>
          <Item onSelect={() => void navigate('/dashboard/members')}>
            <MonitorSmartphone aria-hidden className="size-4 text-faint" />
            Members and my sessions
          </Item>
          <Item onSelect={() => void signOut()}>
            <LogOut aria-hidden className="size-4 text-faint" />
            Sign out
          </Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
      {isAsking && <PasswordDialog onClose={() => setIsAsking(false)} />}
    </DropdownMenu.Root>
  );
}

const roleWords = {
  viewer: 'Viewer: sees everything, changes nothing',
  operator: 'Operator: replays, runs jobs, sends data',
  admin: 'Admin: keys, people and rules too',
} as const;

function Item({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      className="mt-1 flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 outline-none data-[highlighted]:bg-raised"
    >
      {children}
    </DropdownMenu.Item>
  );
}
