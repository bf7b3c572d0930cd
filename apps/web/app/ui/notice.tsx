import { cva, type VariantProps } from 'class-variance-authority';
import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const look = cva('flex items-start gap-2 rounded-md border px-3 py-2 text-[13px]', {
  variants: {
    tone: {
      info: 'border-accent/30 bg-accent-soft text-ink',
      warn: 'border-warn/30 bg-warn-soft text-ink',
      bad: 'border-bad/30 bg-bad-soft text-ink',
    },
  },
});

type NoticeProps = {
  tone: NonNullable<VariantProps<typeof look>['tone']>;
  role?: 'alert' | 'status';
  children: ReactNode;
};

/** A sentence or two above the content it is about. */
export function Notice({ tone, role = 'status', children }: NoticeProps) {
  const Icon = tone === 'info' ? Info : TriangleAlert;
  const ink = { info: 'text-accent', warn: 'text-warn', bad: 'text-bad' }[tone];
  return (
    <div role={role} className={look({ tone })}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
