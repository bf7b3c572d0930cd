import { useEffect } from 'react';
import { usePreferences } from './use-preferences.ts';

/** Tells the server the browser's zone once, and again after travel. */
export function useBrowserZone() {
  const { zone, change } = usePreferences();
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (here && here !== zone) change({ zone: here });
  }, [zone, change]);
}
