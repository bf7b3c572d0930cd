import { type ReplayTarget, type TargetLock, targetLimits } from '@apiscope/core/replay/target-schema';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type HeaderEdit, headerChanges } from './header-edits.ts';
import { HeaderFields } from './header-fields.tsx';
import { lockWords } from './lock-words.ts';
import type { useTargetActions } from './use-target-actions.ts';

type TargetDialogProps = {
  /** null: a new one. */
  target: ReplayTarget | null;
  services: readonly string[];
  actions: ReturnType<typeof useTargetActions>;
  onClose: () => void;
};

const field = 'mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2 text-[13px]';

/** Asks for what a target is. It stays open, with what was typed, until it is saved. */
export function TargetDialog({ target, services, actions, onClose }: TargetDialogProps) {
  const [headers, setHeaders] = useState<HeaderEdit[]>(
    (target?.headerNames ?? []).map((name, key) => ({
      key,
      name,
      value: '',
      isStored: true,
      intent: 'keep',
    })),
  );
  const submit = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const parts = {
      name: text('name'),
      baseUrl: text('baseUrl'),
      lock: text('lock') as TargetLock,
      allowedCidrs: text('allowedCidrs')
        .split(/[\s,]+/)
        .filter(Boolean),
      headers: headerChanges(headers),
    };
    const isDone = target
      ? await actions.update({ id: target.id, ...parts })
      : await actions.create({ service: text('service'), ...parts });
    if (isDone) onClose();
  };
  return (
    <FormDialog
      title={target ? `${target.name} of ${target.service}` : 'A new target'}
      about="Captured requests of the service can be sent again to this address. Never the captured host is used."
      action={target ? 'Save' : 'Add the target'}
      width="w-[min(32rem,92vw)]"
      isDisabled={actions.isBusy}
      problem={actions.problem}
      onSubmit={(form) => void submit(new FormData(form))}
      onClose={onClose}
    >
      {!target && <ServiceField services={services} />}
      <Field
        label="Name"
        name="name"
        placeholder="staging"
        defaultValue={target?.name}
        maxLength={targetLimits.name}
        required
      />
      <Field
        label="Base URL"
        name="baseUrl"
        placeholder="https://staging.example.com/shop"
        defaultValue={target?.baseUrl}
        maxLength={targetLimits.baseUrl}
        inputMode="url"
        required
      />
      <label className="block">
        <span className="text-muted">Lock</span>
        <select name="lock" defaultValue={target?.lock ?? 'unsafe'} className={field}>
          {Object.entries(lockWords).map(([lock, { long }]) => (
            <option key={lock} value={lock}>
              {long}
            </option>
          ))}
        </select>
      </label>
      <Field
        label="Addresses that may be reached although they are not public"
        name="allowedCidrs"
        placeholder="none; for example 10.1.0.0/16, loopback"
        defaultValue={target?.allowedCidrs.join(', ')}
      />
      <HeaderFields edits={headers} onChange={setHeaders} />
    </FormDialog>
  );
}

function Field({
  label,
  children,
  ...rest
}: ComponentProps<'input'> & { label: string; children?: ReactNode }) {
  return (
    <label className="block">
      <span className="text-muted">{label}</span>
      <input autoComplete="off" spellCheck={false} className={field} {...rest} />
      {children}
    </label>
  );
}

/** Any name does: a target may be set before the first request of its service comes in. */
function ServiceField({ services }: { services: readonly string[] }) {
  const id = useId();
  return (
    <Field
      label="Service"
      name="service"
      list={id}
      placeholder="shop"
      maxLength={targetLimits.service}
      required
    >
      <datalist id={id}>
        {services.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}
