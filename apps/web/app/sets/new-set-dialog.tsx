import { useSearchParams } from '@remix-run/react';
import { Dialog } from 'radix-ui';
import { type FormEvent, useRef, useState } from 'react';
import { api } from '../api/api.client.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { SetsData } from './load-sets.server.ts';
import { readNewSet } from './read-set-form.ts';
import { SetCountText } from './set-count.tsx';
import { Field, SetFields, TextInput } from './set-fields.tsx';
import { useCount } from './use-count.ts';
import type { SetActions } from './use-set-actions.ts';

type NewSetDialogProps = Pick<SetsData, 'services' | 'targets' | 'views'> & {
  actions: SetActions;
  onClose: () => void;
};

/** Makes a set of a filter or a saved view, and tells before what it would send. */
export function NewSetDialog({ services, targets, views, actions, onClose }: NewSetDialogProps) {
  const [params] = useSearchParams();
  const form = useRef<HTMLFormElement>(null);
  const [view, setView] = useState('');
  const [service, setService] = useState(params.get('service') ?? services[0] ?? '');
  const counted = useCount();
  const chosen = views.views.find(({ id }) => String(id) === view);
  const ofService = targets.filter((target) => target.service === (service || chosen?.service));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (await actions.create(readNewSet(new FormData(event.currentTarget)))) onClose();
  };
  const count = () => {
    if (!form.current) return;
    const { name: _name, ...set } = readNewSet(new FormData(form.current));
    void counted.ask(() => api.sets.preview.mutate(set));
  };
  const problem = actions.problem ?? counted.problem;
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          className="fixed left-1/2 top-1/2 z-50 max-h-[92dvh] w-[min(34rem,94vw)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-2xl"
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <Dialog.Title className="text-sm font-semibold">New replay set</Dialog.Title>
          <Dialog.Description className="mt-1 text-[13px] text-muted">
            Captured requests that are sent again together, and their answers compared.
          </Dialog.Description>
          <form ref={form} onSubmit={(event) => void submit(event)} className="mt-4 space-y-3 text-[13px]">
            <Field label="Name">
              <TextInput name="name" value="" required />
            </Field>
            <div className="grid gap-3 sm:grid-cols-2">
              <Field label="Saved view">
                <Select name="view" value={view} onChange={setView}>
                  <option value="">None, by filter</option>
                  {views.views.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="Service">
                <Select name="service" value={service} onChange={setService}>
                  {chosen?.service && <option value="">{`${chosen.service}, as in the view`}</option>}
                  {services.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </Select>
              </Field>
            </div>
            {view === '' && (
              <Field
                label="Filter"
                note="As in the address of the page Replay; empty for every request of the service."
              >
                <TextInput
                  name="filter"
                  value="method__eq=GET&statusCode__lt=500"
                  placeholder="method__eq=GET"
                />
              </Field>
            )}
            <SetFields set={null} targets={ofService.map(({ name }) => name)} />
            {counted.count && problem === null && <SetCountText count={counted.count} />}
            {problem !== null && (
              <Notice tone="bad" role="alert">
                {problem}
              </Notice>
            )}
            <div className="flex flex-wrap justify-end gap-2">
              <Button className="mr-auto" disabled={counted.isBusy} onClick={count}>
                {counted.isBusy ? 'Counting …' : 'What would be sent?'}
              </Button>
              <Dialog.Close asChild>
                <Button>Cancel</Button>
              </Dialog.Close>
              <Button type="submit" tone="primary" disabled={actions.isBusy}>
                Make set
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Select(props: {
  name: string;
  value: string;
  onChange: (value: string) => void;
  children: React.ReactNode;
}) {
  const { name, value, onChange, children } = props;
  return (
    <select
      name={name}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      className="mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2 text-[13px]"
    >
      {children}
    </select>
  );
}
