import { useSearchParams } from '@remix-run/react';
import { useRef, useState } from 'react';
import { api } from '../api/api.client.ts';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
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
  const submit = async (form: HTMLFormElement) => {
    if (await actions.create(readNewSet(new FormData(form)))) onClose();
  };
  const count = () => {
    if (!form.current) return;
    const { name: _name, ...set } = readNewSet(new FormData(form.current));
    void counted.ask(() => api.sets.preview.mutate(set));
  };
  const problem = actions.problem ?? counted.problem;
  return (
    <FormDialog
      title="New replay set"
      about="Captured requests that are sent again together, and their answers compared."
      action="Make set"
      width="w-[min(34rem,94vw)]"
      isDisabled={actions.isBusy}
      problem={problem}
      more={
        <Button className="mr-auto" disabled={counted.isBusy} onClick={count}>
          {counted.isBusy ? 'Counting …' : 'What would be sent?'}
        </Button>
      }
      formRef={form}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
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
          <TextInput name="filter" value="method__eq=GET&statusCode__lt=500" placeholder="method__eq=GET" />
        </Field>
      )}
      <SetFields set={null} targets={ofService.map(({ name }) => name)} />
      {counted.count && problem === null && <SetCountText count={counted.count} />}
    </FormDialog>
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
