import { useEffect, useState } from 'react';
import type { Zone } from '../time/zone.ts';
import { usePreferences } from './use-preferences.ts';

/**
 * The browser's zone: the one the server was told of, and from the first effect on the one it really is. The server learns
 * of a new one behind the router's back, so that no navigation waits for it.
 */
export function useLocalZone(): Zone {
  const { theme, zone, utc } = usePreferences();
  const [found, setFound] = useState<Zone | null>(null);
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!here || here === zone) return;
    setFound(here);
    const body = new URLSearchParams({ theme, zone: here, utc: String(utc) });
    // An unreachable server is told the next time.
    void fetch('/preferences', { method: 'POST', body }).catch(() => undefined);
  }, [theme, zone, utc]);
  return found ?? zone;
}
