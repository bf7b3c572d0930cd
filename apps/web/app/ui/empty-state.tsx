import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = { icon: LucideIcon; title: string; children?: ReactNode };

/** Says that there is nothing, why, and what to do about it. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center" data-testid="empty-state">
      <span className="grid size-10 place-items-center rounded-full bg-raised text-faint">
        <Icon aria-hidden className="size-5" />
      </span>
      <p className="font-semibold">{title}</p>
      <div className="w-full max-w-prose space-y-3 text-[13px] text-muted">{children}</div>
    </div>
  );
}
