import { useLocation, useMatches } from '@remix-run/react';
import { useEffect } from 'react';
import { noteShown } from './keep-last-good.ts';

/**
 * Notes what the innermost route shows, from the first paint on: a client loader that ran at hydration too would know it as well,
 * but leaves every route without data while a person moves on before the page is ready.
 */
export function useNoteShown(): void {
  const { pathname, search } = useLocation();
  const answer = useMatches().at(-1)?.data;
  useEffect(() => {
    if (answer !== undefined) noteShown(pathname + search, answer);
  }, [pathname, search, answer]);
}
