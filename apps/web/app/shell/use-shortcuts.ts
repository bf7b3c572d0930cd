import { useNavigate } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { navItems } from './nav-items.ts';
import { useScope } from './use-scope.ts';

/** Listens for the shortcuts of every page; typing in a field is left alone. */
export function useShortcuts({ onHelp }: { onHelp: () => void }) {
  const navigate = useNavigate();
  const scope = useScope();
  const isGoing = useRef(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const page = isGoing.current ? navItems.find(({ key }) => key === event.key) : undefined;
      isGoing.current = event.key === 'g';
      if (page) void navigate(page.to + scope);
      else if (event.key === '?') onHelp();
      else if (event.key === '/') focusSearch();
      else if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, scope, onHelp]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=checkbox]),textarea,select,[contenteditable],[role=menu]') !== null
  );
}

function focusSearch() {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
}

/** Moves to the next or previous row; while a row is open, the one moved to opens in its place. */
function step(by: 1 | -1) {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  const open = links.findIndex((link) => link.getAttribute('aria-current') === 'true');
  const focused = links.findIndex((link) => link.matches(':focus'));
  const at = focused >= 0 ? focused : open;
  const next = links[at < 0 ? 0 : at + by];
  if (!next) return;
  next.focus();
  if (open >= 0) next.click();
}
