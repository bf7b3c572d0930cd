import { useState } from 'react';

/**
 * Gives focus back to what had it when a dialog appeared that has no trigger of its own; to be called as such a dialog closes. Without it whoever
 * uses the keyboard would start again at the top of the page.
 */
export function useReturnFocus(): (event: Event) => void {
  const [opener] = useState(() => (typeof document === 'undefined' ? null : document.activeElement));
  return (event) => {
    if (!(opener instanceof HTMLElement) || !opener.isConnected) return;
    event.preventDefault();
    opener.focus();
  };
}
