import { useLocation, useNavigation, useSearchParams } from '@remix-run/react';

/** The id of the open row: of the address that is on its way, else of the present one, so that a drawer opens at once. */
export function useOpenId(name: string): string | null {
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const { location } = useNavigation();
  if (location?.pathname === pathname) return new URLSearchParams(location.search).get(name);
  return params.get(name);
}
