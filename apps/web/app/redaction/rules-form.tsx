import { type SecretShape, secretShapes } from '@apiscope/core/redact/rules';
import { type FormEvent, useId } from 'react';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import type { Draft } from './draft.ts';

const shapeNames: Record<SecretShape, string> = {
  privateKey: 'Private keys (PEM)',
  jwt: 'JSON web tokens',
  credentials: 'Bearer and Basic credentials',
  apiToken: 'Tokens of known issuers',
  urlPassword: 'Passwords in URLs',
  cardNumber: 'Card numbers (Luhn)',
};

type RulesFormProps = {
  draft: Draft;
  version: number;
  isChanged: boolean;
  isBusy: boolean;
  builtIn: { names: readonly string[]; except: readonly string[] };
  onChange: (draft: Draft) => void;
  onReset: () => void;
  onSave: () => void;
};

/** What is redacted beside the built-in rules, and what of these is let through. */
export function RulesForm(props: RulesFormProps) {
  const { draft, version, isChanged, isBusy, builtIn, onChange, onReset, onSave } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <Card title="Rules" note={version === 0 ? 'the built-in ones alone' : `version ${version} in force`}>
      <form onSubmit={submit} className="space-y-4 px-4 pb-4 pt-2 text-[13px]">
        <Names
          label="Names whose value is a secret"
          hint="One a line: loyalty number is also loyaltyNumber and X-Loyalty-Number. =pin asks for the whole name, *token for the end of its last word."
          value={draft.names}
          onChange={(names) => onChange({ ...draft, names })}
        />
        <Names
          label="Exceptions"
          hint="Names that are no secret although a rule fits, the built-in ones too."
          value={draft.except}
          onChange={(except) => onChange({ ...draft, except })}
        />
        <fieldset>
          <legend className="text-muted">Shapes, wherever they stand</legend>
          <div className="mt-1 grid gap-1.5 sm:grid-cols-2">
            {secretShapes.map((shape) => (
              <label key={shape} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={draft.shapes[shape] ?? true}
                  onChange={({ currentTarget: { checked } }) =>
                    onChange({ ...draft, shapes: { ...draft.shapes, [shape]: checked } })
                  }
                />
                {shapeNames[shape]}
              </label>
            ))}
          </div>
        </fieldset>
        <details>
          <summary className="cursor-pointer text-muted">
            {builtIn.names.length} built-in names and {builtIn.except.length} exceptions
          </summary>
          <p className="mt-2 break-words font-mono text-xs text-muted">{builtIn.names.join(', ')}</p>
          <p className="mt-2 break-words font-mono text-xs text-muted">but {builtIn.except.join(', ')}</p>
        </details>
        <div className="flex justify-end gap-2">
          <Button disabled={!isChanged || isBusy} onClick={onReset}>
            Discard
          </Button>
          <Button needs="admin" type="submit" tone="primary" disabled={!isChanged || isBusy}>
            Save rules
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Names(props: { label: string; hint: string; value: string; onChange: (text: string) => void }) {
  const id = useId();
  return (
    <label className="block">
      <span className="text-muted">{props.label}</span>
      <textarea
        rows={4}
        spellCheck={false}
        autoComplete="off"
        value={props.value}
        aria-describedby={id}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        className="mt-1 w-full rounded-md border border-line bg-canvas px-2 py-1.5 font-mono text-xs"
      />
      <span id={id} className="block text-xs text-faint">
        {props.hint}
      </span>
    </label>
  );
}
