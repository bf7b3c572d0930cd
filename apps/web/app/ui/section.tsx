import type { ReactNode } from 'react';

/** A part of a drawer under its own heading. */
export function Section({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="border-b border-line px-4 py-3 last:border-b-0">
      <header className="mb-2 flex min-h-7 items-center gap-2">
        <h3 className="text-xs font-semibold uppercase tracking-wide text-faint">{title}</h3>
        {action && <span className="ml-auto flex items-center gap-1 text-xs text-faint">{action}</span>}
      </header>
      {children}
    </section>
  );
}
