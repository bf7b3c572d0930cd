import { useLocation } from '@remix-run/react';
import { useCallback } from 'react';
import { changeParams, type ParamChanges } from './change-params.ts';
import { useNextParams } from './use-next-params.ts';

/**
 * Makes the address of this page with some parameters changed: the URL is the state. It starts from the address that is on
 * its way, so that a second choice made before the first one has loaded does not take it back.
 */
export function useLinkWith(): (changes: ParamChanges) => string {
  const { pathname } = useLocation();
  const params = useNextParams();
  return useCallback(
    (changes) => {
      const text = changeParams(params, changes).toString();
      return text ? `${pathname}?${text}` : pathname;
    },
    [pathname, params],
  );
}
