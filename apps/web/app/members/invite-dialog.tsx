import { type Invitation, invitationDays } from '@apiscope/core/access/member-schema';
import { type Role, roles } from '@apiscope/core/access/schema';
import { useState } from 'react';
import { CopyButton } from '../ui/copy-button.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { MemberActions } from './use-member-actions.ts';

const roleNotes: Readonly<Record<Role, string>> = {
  viewer: 'viewer: sees everything, changes nothing',
  operator: 'operator: replays, runs jobs, saves views',
  admin: 'admin: keys, people and rules too',
};

type InviteDialogProps = {
  /** One that is made anew; null: of somebody new. */
  of: Invitation | null;
  origin: string;
  actions: MemberActions;
  onClose: () => void;
};

/** Asks whom to invite as what, then shows the link, this once. */
export function InviteDialog({ of, origin, actions, onClose }: InviteDialogProps) {
  const [link, setLink] = useState<string | null>(null);
  const submit = (form: FormData) => {
    if (link !== null) return onClose();
    const input = {
      email: String(form.get('email')),
      role: String(form.get('role')) as Role,
      days: Number(form.get('days')),
    };
    void actions.invite(input, (token) => setLink(`${origin}/sign-up?invitation=${token}`));
  };
  return (
    <FormDialog
      title={link === null ? 'Invite somebody' : 'The invitation is ready'}
      about={
        link === null
          ? 'You get a link to hand over: nothing is mailed.'
          : 'Whoever has this link can sign up, once. It is not shown again.'
      }
      action={link === null ? 'Make the link' : 'Done'}
      close={link === null ? 'Cancel' : 'Close'}
      isDisabled={actions.isBusy}
      problem={actions.problem}
      onSubmit={(form) => submit(new FormData(form))}
      onClose={onClose}
    >
      {link === null ? (
        <>
          <TextField
            label="E-mail address"
            name="email"
            type="email"
            autoComplete="off"
            defaultValue={of?.email}
            readOnly={of !== null}
            required
          />
          <label className="block">
            <span className="text-muted">Role</span>
            <select
              name="role"
              defaultValue={of?.role ?? 'viewer'}
              className="mt-1 h-9 w-full rounded-md border border-line bg-canvas px-2"
            >
              {roles.map((role) => (
                <option key={role} value={role}>
                  {roleNotes[role]}
                </option>
              ))}
            </select>
          </label>
          <TextField
            label="Days that the link opens"
            name="days"
            type="number"
            min={invitationDays.least}
            max={invitationDays.most}
            defaultValue={invitationDays.default}
            required
          />
        </>
      ) : (
        <div className="flex items-center gap-2 rounded-md border border-line bg-canvas p-2">
          <code data-testid="invitation-link" className="min-w-0 flex-1 break-all font-mono text-xs">
            {link}
          </code>
          <CopyButton text={link} what="the link" />
        </div>
      )}
    </FormDialog>
  );
}
