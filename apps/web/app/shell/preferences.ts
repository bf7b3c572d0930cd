import { isZone, type Zone } from '../time/zone.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What a person chose for this browser. `zone` follows the browser unless `utc` is set. */
export type Preferences = { theme: Theme; zone: Zone; utc: boolean };

/** Until the browser has told its zone, times are in UTC, and say so. */
export const defaultPreferences: Preferences = { theme: 'system', zone: 'UTC', utc: false };

/** Reads preferences from a cookie or a form; whatever is not one of ours falls back. */
export function readPreferences(value: unknown): Preferences {
  if (typeof value !== 'object' || value === null) return defaultPreferences;
  const { theme, zone, utc } = value as Record<string, unknown>;
  return {
    theme: themes.find((name) => name === theme) ?? defaultPreferences.theme,
    zone: typeof zone === 'string' && isZone(zone) ? zone : defaultPreferences.zone,
    utc: utc === true || utc === 'true',
  };
}
