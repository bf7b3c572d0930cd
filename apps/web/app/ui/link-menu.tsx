import { ChevronDown, type LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { buttonLook } from './button.tsx';
import { classNames } from './class-names.ts';

type LinkMenuProps = {
  label: string;
  icon: LucideIcon;
  links: readonly { href: string; label: string; note: string }[];
};

/** A button that opens a list of files to download. It needs no script to work, only to close by itself. */
export function LinkMenu({ label, icon: Icon, links }: LinkMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = () => menu.current?.removeAttribute('open');
    const onPointer = ({ target }: PointerEvent) => {
      if (!menu.current?.contains(target as Node)) close();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !menu.current?.open) return;
      close();
      menu.current.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    <details ref={menu} className="relative ml-auto">
      <summary
        className={classNames(buttonLook(), 'cursor-pointer list-none [&::-webkit-details-marker]:hidden')}
      >
        <Icon aria-hidden className="size-4 shrink-0 text-faint" />
        {label}
        <ChevronDown aria-hidden className="size-3.5 shrink-0 text-faint max-sm:hidden" />
      </summary>
      <ul className="absolute right-0 z-50 mt-1 w-64 rounded-lg border border-line bg-surface p-1 shadow-lg">
        {links.map(({ href, label: name, note }) => (
          <li key={href}>
            <a
              href={href}
              download
              onClick={() => menu.current?.removeAttribute('open')}
              className="flex items-baseline gap-2 rounded px-2 py-1.5 text-[13px] hover:bg-raised"
            >
              <span className="w-16 shrink-0 font-medium">{name}</span>
              <span className="text-xs text-muted">{note}</span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
