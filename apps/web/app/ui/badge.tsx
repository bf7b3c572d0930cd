import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';

const look = cva(
  'inline-flex items-center gap-1 whitespace-nowrap rounded px-1.5 py-px text-[11px] font-semibold leading-[18px]',
  {
    variants: {
      tone: {
        neutral: 'bg-raised text-muted',
        accent: 'bg-accent-soft text-accent',
        good: 'bg-good-soft text-good',
        warn: 'bg-warn-soft text-warn',
        bad: 'bg-bad-soft text-bad',
        solid: 'bg-bad text-surface',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof look>['tone']>;

/** A short word on a tinted ground; the word carries the meaning, the colour repeats it. */
export function Badge({ tone, title, children }: { tone?: BadgeTone; title?: string; children: ReactNode }) {
  return (
    <span className={look({ tone })} title={title}>
      {children}
    </span>
  );
}
