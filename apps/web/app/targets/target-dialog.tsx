import { type ReplayTarget, type TargetLock, targetLimits } from '@apiscope/core/replay/target-schema';
import { Dialog } from 'radix-ui';
import { type ComponentProps, type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
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
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
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
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          className="fixed left-1/2 top-1/2 z-50 max-h-[92dvh] w-[min(32rem,92vw)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-2xl"
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <Dialog.Title className="break-words text-sm font-semibold">
            {target ? `${target.name} of ${target.service}` : 'A new target'}
          </Dialog.Title>
          <Dialog.Description className="mt-1 text-[13px] text-muted">
            Captured requests of the service can be sent again to this address. Never the captured host is
            used.
          </Dialog.Description>
          <form onSubmit={(event) => void submit(event)} className="mt-4 space-y-3 text-[13px]">
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
            {actions.said?.isDone === false && (
              <Notice tone="bad" role="alert">
                {actions.said.message}
              </Notice>
            )}
            <div className="flex justify-end gap-2">
              <Dialog.Close asChild>
                <Button>Cancel</Button>
              </Dialog.Close>
              <Button type="submit" tone="primary" disabled={actions.isBusy}>
                {target ? 'Save' : 'Add the target'}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
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
