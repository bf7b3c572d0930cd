import { useLocation, useNavigation, useSearchParams } from '@remix-run/react';
import { useMemo } from 'react';

/** The parameters of the address that is on its way, else of the present one, so that a control shows at once what was chosen. */
export function useNextParams(): URLSearchParams {
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const { location } = useNavigation();
  const search = location?.pathname === pathname ? location.search : null;
  return useMemo(() => (search === null ? params : new URLSearchParams(search)), [params, search]);
}
