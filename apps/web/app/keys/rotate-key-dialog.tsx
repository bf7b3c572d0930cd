import type { ApiKey } from '@apiscope/core/access/key-schema';
import { FormDialog } from '../ui/form-dialog.tsx';
import type { KeyActions } from './use-key-actions.ts';

type RotateKeyDialogProps = { apiKey: ApiKey; actions: KeyActions; onClose: () => void };

const overlaps = {
  '0': 'ends at once',
  '15': 'counts 15 minutes more',
  '60': 'counts an hour more',
  '1440': 'counts a day more',
  '10080': 'counts a week more',
};

/** Asks how long the old token may still be used while the new one is brought to whoever needs it. */
export function RotateKeyDialog({ apiKey, actions, onClose }: RotateKeyDialogProps) {
  const submit = async (form: FormData) => {
    const overlapMinutes = Number(form.get('overlap') ?? 0);
    if (await actions.rotate({ id: apiKey.id, overlapMinutes })) onClose();
  };
  return (
    <FormDialog
      title={`A new token for “${apiKey.name}”`}
      about="Scopes, service and expiry stay. The new token is shown once."
      action="Make the token"
      needs="admin"
      isDisabled={actions.isBusy}
      problem={actions.problem}
      onSubmit={(form) => void submit(new FormData(form))}
      onClose={onClose}
    >
      <label className="block">
        <span className="text-muted">The old token</span>
        <select
          name="overlap"
          defaultValue="60"
          className="mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2 text-[13px]"
        >
          {Object.entries(overlaps).map(([minutes, words]) => (
            <option key={minutes} value={minutes}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </FormDialog>
  );
}
