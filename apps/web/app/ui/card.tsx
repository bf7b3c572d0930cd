import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

type CardProps = {
  title: string;
  /** What the title leaves open: unit, bucket size, scope. */
  note?: ReactNode;
  /** A control or link at the end of the heading. */
  action?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A titled region of a page. */
export function Card({ title, note, action, className, children }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={classNames('min-w-0 rounded-lg border border-line bg-surface', className)}
    >
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2">
        <h2 id={id} className="text-[13px] font-semibold">
          {title}
        </h2>
        {note && <span className="text-xs text-faint">{note}</span>}
        {action && <span className="ml-auto">{action}</span>}
      </header>
      {children}
    </section>
  );
}
