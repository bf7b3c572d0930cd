import { useLocation } from '@remix-run/react';
import { useCallback } from 'react';
import { changeParams, type ParamChanges } from './change-params.ts';

/** Makes the address of this page with some parameters changed: the URL is the state. */
export function useLinkWith(): (changes: ParamChanges) => string {
  const { pathname, search } = useLocation();
  return useCallback(
    (changes) => {
      const text = changeParams(new URLSearchParams(search), changes).toString();
      return text ? `${pathname}?${text}` : pathname;
    },
    [pathname, search],
  );
}
