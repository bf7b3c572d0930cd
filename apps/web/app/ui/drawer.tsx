import { Link, useNavigate } from '@remix-run/react';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { buttonLook } from './button.tsx';

type DrawerProps = {
  title: ReactNode;
  /** Names the drawer for screen readers. */
  label: string;
  /** Where closing leads: the same address without the open row. */
  closeTo: string;
  children: ReactNode;
};

/**
 * The detail of one row, beside its list. Not modal, so the list stays usable; rendered on the server, so a shared link
 * shows it without scripts. Escape closes it.
 */
export function Drawer({ title, label, closeTo, children }: DrawerProps) {
  const navigate = useNavigate();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      void navigate(closeTo, { preventScrollReset: true });
    };
    window.addEventListener('keydown', close);
    return () => window.removeEventListener('keydown', close);
  }, [closeTo, navigate]);
  return (
    <aside
      ref={panel}
      aria-label={label}
      data-testid="drawer"
      className="fixed inset-y-0 right-0 z-30 flex w-full flex-col border-l border-line bg-surface shadow-2xl sm:w-[min(620px,92vw)]"
    >
      <header className="flex min-h-14 items-center gap-2 border-b border-line px-4">
        <h2 className="flex min-w-0 flex-1 items-center gap-2 truncate text-sm font-semibold">{title}</h2>
        <Link
          to={closeTo}
          preventScrollReset
          className={buttonLook({ tone: 'quiet', size: 'icon' })}
          aria-label="Close details"
          title="Close (Esc)"
        >
          <X aria-hidden className="size-4" />
        </Link>
      </header>
      <div
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        {children}
      </div>
    </aside>
  );
}
