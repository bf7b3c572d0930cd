import { useFetcher, useRouteLoaderData } from '@remix-run/react';
import { useCallback } from 'react';
import { defaultPreferences, type Preferences, readPreferences } from './preferences.ts';

/** The preferences in force, a change that is still on its way included, and how to change them. */
export function usePreferences(): Preferences & { change: (changes: Partial<Preferences>) => void } {
  const stored =
    useRouteLoaderData<() => Promise<{ preferences: Preferences }>>('root')?.preferences ??
    defaultPreferences;
  const { formData, submit } = useFetcher({ key: 'preferences' });
  const current = formData ? readPreferences(Object.fromEntries(formData)) : stored;
  const { theme, zone, utc } = current;
  const change = useCallback(
    (changes: Partial<Preferences>) => {
      const next = { theme, zone, utc, ...changes };
      submit({ ...next, utc: String(next.utc) }, { method: 'post', action: '/preferences' });
    },
    [theme, zone, utc, submit],
  );
  return { ...current, change };
}
