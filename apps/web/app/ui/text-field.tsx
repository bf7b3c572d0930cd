import { type ComponentPropsWithoutRef, useId } from 'react';

type TextFieldProps = ComponentPropsWithoutRef<'input'> & {
  label: string;
  /** What is to be known before typing. */
  hint?: string | undefined;
};

/** One line of text under its name. */
export function TextField({ label, hint, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div>
      <label className="block">
        <span className="text-muted">{label}</span>
        <input
          aria-describedby={hint ? id : undefined}
          className="mt-1 h-9 w-full rounded-md border border-line bg-canvas px-2.5 text-[13px] read-only:text-muted"
          {...rest}
        />
      </label>
      {hint && (
        <p id={id} className="mt-1 text-xs text-faint">
          {hint}
        </p>
      )}
    </div>
  );
}
