import { useLocation, useMatch } from '@remix-run/react';
import { servicePath } from '../services/service-link.ts';
import { scopeOf } from './nav-items.ts';

/** The service that the path of this page names. */
export function useServiceOfPath(): string | null {
  return useMatch(servicePath)?.params.service ?? null;
}

/** What of this address stays when a person moves on to another page, as a query string. */
export function useScope(): string {
  const { search } = useLocation();
  return scopeOf(search, useServiceOfPath());
}
