import { keyLimits } from '@apiscope/core/access/key-schema';
import { type Scope, scopes } from '@apiscope/core/access/schema';
import { systemClock } from '@apiscope/core/clock';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { useId, useState } from 'react';
import { FormDialog } from '../ui/form-dialog.tsx';
import { scopeWords } from './scope-words.ts';
import type { KeyActions } from './use-key-actions.ts';

type CreateKeyDialogProps = { services: readonly string[]; actions: KeyActions; onClose: () => void };

const field = 'mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2 text-[13px]';
const lifetimes = {
  '': 'Never',
  '7': 'In 7 days',
  '30': 'In 30 days',
  '90': 'In 90 days',
  '365': 'In a year',
};
const dayMs = 86_400_000;

/** Asks for what a key is for. It stays open, with what was typed, until the key is made. */
export function CreateKeyDialog({ services, actions, onClose }: CreateKeyDialogProps) {
  const listId = useId();
  const [chosen, setChosen] = useState<readonly Scope[]>(['ingest']);
  const isBindable = chosen.includes('ingest') && !chosen.includes('admin');
  const submit = async (form: FormData) => {
    const service = String(form.get('service') ?? '').trim();
    const days = Number(form.get('lifetime') ?? 0);
    const isDone = await actions.create({
      name: String(form.get('name') ?? ''),
      scopes: [...chosen],
      service: isBindable && service !== '' ? service : null,
      expiresAt: days > 0 ? printTimestamp(systemClock.now() + days * dayMs) : null,
    });
    if (isDone) onClose();
  };
  return (
    <FormDialog
      title="A new API key"
      about="For a machine: an SDK that sends, a script that reads. People sign in instead."
      action="Make the key"
      needs="admin"
      isDisabled={actions.isBusy || chosen.length === 0}
      problem={actions.problem}
      onSubmit={(form) => void submit(new FormData(form))}
      onClose={onClose}
    >
      <label className="block">
        <span className="text-muted">Name</span>
        <input
          name="name"
          placeholder="shop, production"
          autoComplete="off"
          maxLength={keyLimits.name}
          required
          className={field}
        />
      </label>
      <fieldset className="space-y-1">
        <legend className="text-muted">What it may do</legend>
        {scopes.map((scope) => (
          <label key={scope} className="flex items-baseline gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={({ currentTarget: { checked } }) =>
                setChosen(scopes.filter((each) => (each === scope ? checked : chosen.includes(each))))
              }
            />
            <span>
              <span className="font-mono text-xs">{scope}</span>{' '}
              <span className="text-xs text-muted">{scopeWords[scope]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="block">
        <span className="text-muted">Service whose data it may send</span>
        <input
          name="service"
          list={listId}
          placeholder={
            isBindable ? 'any' : chosen.includes('admin') ? 'an admin key is not bound' : 'needs ingest'
          }
          disabled={!isBindable}
          autoComplete="off"
          maxLength={keyLimits.service}
          className={`${field} disabled:opacity-60`}
        />
        <datalist id={listId}>
          {services.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      <label className="block">
        <span className="text-muted">Expires</span>
        <select name="lifetime" className={field}>
          {Object.entries(lifetimes).map(([days, words]) => (
            <option key={days} value={days}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </FormDialog>
  );
}
