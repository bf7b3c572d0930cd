import { passwordLimits } from '@apiscope/core/access/member-schema';
import { api } from '../api/api.client.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAct } from '../ui/use-act.ts';

/** Asks for the password and a new one. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { act, state } = useAct();
  const submit = async (form: FormData) => {
    const [current, password] = [String(form.get('current')), String(form.get('password'))];
    const isDone = await act(async () => {
      await api.auth.changePassword.mutate({ current, password });
      return null;
    });
    if (isDone) onClose();
  };
  const { least, most } = passwordLimits;
  return (
    <FormDialog
      title="Change password"
      about="Wherever else you are signed in, you are signed out."
      action="Change it"
      isDisabled={state.isBusy}
      problem={state.problem}
      onSubmit={(form) => void submit(new FormData(form))}
      onClose={onClose}
    >
      <TextField
        label="Present password"
        name="current"
        type="password"
        autoComplete="current-password"
        required
      />
      <TextField
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={least}
        maxLength={most}
        hint={`${least} characters or more.`}
        required
      />
    </FormDialog>
  );
}
