import { cva, type VariantProps } from 'class-variance-authority';
import { type ComponentPropsWithoutRef, forwardRef } from 'react';
import { classNames } from './class-names.ts';
import { useRefusal } from './permissions.ts';

/** The looks of a button, also for links that act as one. */
export const buttonLook = cva(
  'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-50',
  {
    variants: {
      tone: {
        primary: 'bg-accent text-accent-ink hover:opacity-90',
        plain: 'border border-line bg-surface text-ink hover:bg-raised',
        quiet: 'text-muted hover:bg-raised hover:text-ink',
        danger: 'border border-bad/40 bg-bad-soft text-bad hover:border-bad',
      },
      size: { small: 'h-7 px-2 text-xs', medium: 'h-8 px-3 text-[13px]', icon: 'size-8' },
    },
    defaultVariants: { tone: 'plain', size: 'medium' },
  },
);

type ButtonProps = ComponentPropsWithoutRef<'button'> &
  VariantProps<typeof buttonLook> & {
    /** What a person must be allowed to do; who may not finds it disabled, and reads why. */
    needs?: string | undefined;
  };

/** A button; `type` is `button` unless said otherwise. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { tone, size, className, type = 'button', needs, ...rest },
  ref,
) {
  const refusal = useRefusal(needs);
  return (
    <button
      ref={ref}
      type={type}
      className={classNames(buttonLook({ tone, size }), className)}
      {...rest}
      {...(refusal !== null && { disabled: true, title: refusal })}
    />
  );
});
