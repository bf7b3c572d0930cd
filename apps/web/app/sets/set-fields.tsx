import { type ReplaySet, setLimits } from '@apiscope/core/replay/set-schema';
import type { ReactNode } from 'react';

const inputLook = 'mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2 text-[13px]';

/** What a set is made with where nothing else is said. */
const defaults = { maxRequests: 100, concurrency: 4, rateLimit: 10, confirm: false, target: null };

type SetFieldsProps = {
  set: ReplaySet | null;
  /** Names of the targets there are for its service. */
  targets: readonly string[];
};

/** Where and how fast the requests of a set are sent, and what may differ. */
export function SetFields({ set, targets }: SetFieldsProps) {
  const of = set ?? defaults;
  return (
    <>
      <Field label="Target">
        <select name="target" defaultValue={of.target ?? ''} className={inputLook}>
          <option value="">The only one of the service</option>
          {[...new Set([...targets, ...(of.target === null ? [] : [of.target])])].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Field>
      <div className="grid grid-cols-3 gap-3">
        <Field label="At most">
          <NumberInput name="maxRequests" value={of.maxRequests} min={1} max={setLimits.maxRequests} />
        </Field>
        <Field label="At once">
          <NumberInput name="concurrency" value={of.concurrency} min={1} max={setLimits.concurrency} />
        </Field>
        <Field label="A second">
          <NumberInput
            name="rateLimit"
            value={of.rateLimit}
            min={setLimits.rateLimit.least}
            max={setLimits.rateLimit.most}
            step="any"
          />
        </Field>
      </div>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          name="confirm"
          defaultChecked={of.confirm}
          className="mt-0.5 size-4 accent-accent"
        />
        <span>
          Send POST, PUT, PATCH and DELETE too
          <span className="block text-xs text-faint">
            They change things at the target. Without it they are refused.
          </span>
        </span>
      </label>
      {set && (
        <>
          <PathsField name="ignoredPaths" label="Ignored paths" paths={set.ignoredPaths} />
          <PathsField name="noisePaths" label="Noise, as learnt" paths={set.noisePaths} />
        </>
      )}
    </>
  );
}

/** A labelled control. */
export function Field({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className="block min-w-0">
      <span className="text-muted">{label}</span>
      {children}
      {note && <span className="mt-1 block text-xs text-faint">{note}</span>}
    </label>
  );
}

/** A line of text of a set. */
export function TextInput(props: { name: string; value: string; required?: boolean; placeholder?: string }) {
  const { value, ...rest } = props;
  return <input {...rest} defaultValue={value} autoComplete="off" spellCheck={false} className={inputLook} />;
}

function NumberInput(props: { name: string; value: number; min: number; max: number; step?: string }) {
  const { value, ...rest } = props;
  return (
    <input {...rest} type="number" required defaultValue={value} className={`${inputLook} tabular-nums`} />
  );
}

function PathsField({ name, label, paths }: { name: string; label: string; paths: readonly string[] }) {
  return (
    <Field label={label} note="One a line, such as body.items.*.updatedAt; * is one name, ** any number.">
      <textarea
        name={name}
        defaultValue={paths.join('\n')}
        rows={Math.min(8, Math.max(2, paths.length + 1))}
        spellCheck={false}
        className="mt-1 w-full rounded-md border border-line bg-canvas px-2 py-1 font-mono text-xs"
      />
    </Field>
  );
}
