import { createCookie } from '@remix-run/node';
import { type Preferences, readPreferences } from './preferences.ts';

const cookie = createCookie('apiscope-preferences', { path: '/', sameSite: 'lax', maxAge: 365 * 86_400 });

/** The preferences a request carries. */
export async function preferencesOf(request: Request): Promise<Preferences> {
  return readPreferences(await cookie.parse(request.headers.get('cookie')));
}

/** The `Set-Cookie` value that keeps preferences for a year. */
export function printPreferences(preferences: Preferences): Promise<string> {
  return cookie.serialize(preferences);
}
