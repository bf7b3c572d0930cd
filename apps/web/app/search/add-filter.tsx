import { levels } from '@apiscope/core/logs/level';
import type { FieldType, Resource } from '@apiscope/core/search/fields';
import { type Operator, operatorsOf } from '@apiscope/core/search/operators';
import { useNavigate } from '@remix-run/react';
import { ListFilter } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { Button, buttonLook } from '../ui/button.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { operatorWords } from './operator-words.ts';

const control = 'h-8 w-full rounded-md border border-line bg-canvas px-2 text-[13px]';

/** Puts one more `field__op=value` into the URL; whether the value fits is the API's to say. */
export function AddFilter({ resource }: { resource: Resource }) {
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState(resource.searched[0] ?? resource.key);
  const [operator, setOperator] = useState<Operator>('ilike');
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const field = resource.fields[name];
  const operators: readonly Operator[] = field ? operatorsOf[field.type] : [];
  const chosen = operators.includes(operator) ? operator : (operators[0] ?? 'eq');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get('value') ?? '');
    setIsOpen(false);
    void navigate(linkWith({ [`${name}__${chosen}`]: value, page: null }));
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger className={buttonLook()}>
        <ListFilter aria-hidden className="size-4 text-faint" />
        Filter
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          collisionPadding={8}
          sideOffset={4}
          className="z-50 w-72 rounded-lg border border-line bg-surface p-3 shadow-lg"
        >
          <form onSubmit={submit} className="space-y-2">
            <select
              aria-label="Field"
              className={control}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            >
              {Object.keys(resource.fields).map((key) => (
                <option key={key} value={key}>
                  {key}
                </option>
              ))}
            </select>
            <select
              aria-label="Operator"
              className={control}
              value={chosen}
              onChange={(event) => setOperator(event.currentTarget.value as Operator)}
            >
              {operators.map((key) => (
                <option key={key} value={key}>
                  {operatorWords[key]}
                </option>
              ))}
            </select>
            <ValueInput key={`${name} ${chosen}`} operator={chosen} type={field?.type} />
            <p className="text-xs text-faint">{field?.about}</p>
            <Button type="submit" tone="primary" className="w-full">
              Add filter
            </Button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ValueInput({ operator, type }: { operator: Operator; type: FieldType | undefined }) {
  const isBoolean = operator === 'isnull' || operator === 'isnotnull' || type === 'bool';
  const choices = isBoolean
    ? ['true', 'false']
    : type === 'level' && operator.length <= 3 && operator !== 'in'
      ? levels
      : null;
  if (choices === null)
    return (
      <input
        name="value"
        aria-label="Value"
        required
        autoComplete="off"
        placeholder={operator === 'in' ? 'value, value, …' : 'value'}
        className={control}
      />
    );
  return (
    <select name="value" aria-label="Value" className={control}>
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}
