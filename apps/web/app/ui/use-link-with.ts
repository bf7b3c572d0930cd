import { useLocation } from '@remix-run/react';
import { useCallback } from 'react';

/** Changes to the parameters of the address; null takes one away. */
export type ParamChanges = { [name: string]: string | null };

/** Makes the address of this page with some parameters changed: the URL is the state. */
export function useLinkWith(): (changes: ParamChanges) => string {
  const { pathname, search } = useLocation();
  return useCallback(
    (changes) => {
      const params = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === '') params.delete(name);
        else params.set(name, value);
      }
      const text = params.toString();
      return text ? `${pathname}?${text}` : pathname;
    },
    [pathname, search],
  );
}
