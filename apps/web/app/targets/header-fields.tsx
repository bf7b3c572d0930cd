import { Plus, X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import type { HeaderEdit } from './header-edits.ts';

type HeaderFieldsProps = { edits: readonly HeaderEdit[]; onChange: (edits: HeaderEdit[]) => void };
const input = 'h-8 min-w-0 rounded-md border border-line bg-canvas px-2 font-mono text-xs';

/** Headers of a target. Stored values are never here: they are kept, given anew, or taken away. */
export function HeaderFields({ edits, onChange }: HeaderFieldsProps) {
  const change = (key: number, part: Partial<HeaderEdit>) =>
    onChange(edits.map((edit) => (edit.key === key ? { ...edit, ...part } : edit)));
  const add = () => {
    const key = Math.max(0, ...edits.map((edit) => edit.key)) + 1;
    onChange([...edits, { key, name: '', value: '', isStored: false, intent: 'set' }]);
  };
  return (
    <fieldset className="space-y-2">
      <legend className="text-muted">Headers added to every request</legend>
      {edits.map((edit) =>
        edit.isStored ? (
          <Stored key={edit.key} edit={edit} onChange={(part) => change(edit.key, part)} />
        ) : (
          <div key={edit.key} className="flex gap-2">
            <input
              aria-label="Name of the header"
              placeholder="authorization"
              autoComplete="off"
              spellCheck={false}
              value={edit.name}
              onChange={(event) => change(edit.key, { name: event.currentTarget.value })}
              className={`${input} flex-1`}
            />
            <ValueField of={edit.name} value={edit.value} onChange={(value) => change(edit.key, { value })} />
            <Button
              tone="quiet"
              size="icon"
              aria-label="Leave this header out"
              onClick={() => onChange(edits.filter(({ key }) => key !== edit.key))}
            >
              <X aria-hidden className="size-3.5" />
            </Button>
          </div>
        ),
      )}
      <Button size="small" tone="quiet" className="-ml-2" onClick={add}>
        <Plus aria-hidden className="size-3.5" />
        Add a header
      </Button>
    </fieldset>
  );
}

function Stored({ edit, onChange }: { edit: HeaderEdit; onChange: (part: Partial<HeaderEdit>) => void }) {
  const { name, value, intent } = edit;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-2">
      <span className={`min-w-0 break-all font-mono text-xs ${intent === 'remove' ? 'line-through' : ''}`}>
        {name}
      </span>
      {intent === 'keep' && <span className="text-xs text-faint">set, hidden</span>}
      {intent === 'remove' && <span className="text-xs text-bad">goes when you save</span>}
      {intent === 'set' && (
        <ValueField of={name} value={value} onChange={(next) => onChange({ value: next })} />
      )}
      <span className="ml-auto flex gap-1">
        {intent === 'keep' ? (
          <>
            <Button
              size="small"
              aria-label={`Replace ${name}`}
              onClick={() => onChange({ intent: 'set', value: '' })}
            >
              Replace
            </Button>
            <Button
              size="small"
              tone="quiet"
              aria-label={`Remove ${name}`}
              onClick={() => onChange({ intent: 'remove' })}
            >
              Remove
            </Button>
          </>
        ) : (
          <Button
            size="small"
            tone="quiet"
            aria-label={`Keep ${name}`}
            onClick={() => onChange({ intent: 'keep', value: '' })}
          >
            Keep
          </Button>
        )}
      </span>
    </div>
  );
}

/** A secret: not shown while it is typed, and never offered to be remembered. */
function ValueField(props: { of: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      type="password"
      aria-label={`Value of ${props.of || 'the header'}`}
      placeholder="value"
      autoComplete="new-password"
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      className={`${input} flex-1`}
    />
  );
}
